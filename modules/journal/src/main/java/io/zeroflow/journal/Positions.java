package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Next offsets to consume, by partition: now, and when the running task began. */
final class Positions implements Persistent {

  private final Map<Integer, Long> now = new TreeMap<>();
  private final Map<Integer, Long> taskBegan = new TreeMap<>();

  void taskBegins() {
    taskBegan.clear();
    taskBegan.putAll(now);
  }

  void consumed(Consumed consumed) {
    now.put(consumed.partition(), consumed.to());
  }

  Map<Integer, Long> now() {
    return Map.copyOf(now);
  }

  Map<Integer, Long> taskBegan() {
    return Map.copyOf(taskBegan);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    save(now, out);
    save(taskBegan, out);
  }

  private static void save(Map<Integer, Long> offsets, DataOutput out) throws IOException {
    out.writeInt(offsets.size());
    for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
      out.writeInt(offset.getKey());
      out.writeLong(offset.getValue());
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    load(now, in);
    load(taskBegan, in);
  }

  private static void load(Map<Integer, Long> offsets, DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      offsets.put(in.readInt(), in.readLong());
    }
  }
}
