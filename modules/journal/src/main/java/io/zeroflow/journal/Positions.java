package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Next offsets to consume, by partition: now, and when the running task began; where its batches
 * were cut short since; and how far beyond dead letters are kept.
 */
final class Positions implements Persistent {

  /** Most cuts of a partition that are kept; the oldest go first. */
  private static final int MOST_CUTS = 10_000;

  private final Map<Integer, Long> now = new TreeMap<>();
  private final Map<Integer, Long> taskBegan = new TreeMap<>();
  private final Map<Integer, Long> read = new TreeMap<>();
  private final Map<Integer, TreeSet<Long>> cuts = new TreeMap<>();

  void taskBegins() {
    taskBegan.clear();
    taskBegan.putAll(now);
    cuts.clear();
  }

  /**
   * Takes in what a record has used up.
   *
   * @param cut whether the batch that ended with it was cut short
   */
  void consumed(Consumed consumed, boolean cut) {
    now.put(consumed.partition(), consumed.to());
    if (cut) {
      TreeSet<Long> own = cuts.computeIfAbsent(consumed.partition(), partition -> new TreeSet<>());
      own.add(consumed.to());
      if (own.size() > MOST_CUTS) {
        own.pollFirst();
      }
    }
  }

  void read(Map<Integer, Long> offsets) {
    read.putAll(offsets);
  }

  Map<Integer, Long> now() {
    return Map.copyOf(now);
  }

  Map<Integer, Long> taskBegan() {
    return Map.copyOf(taskBegan);
  }

  Map<Integer, Long> read() {
    return Map.copyOf(read);
  }

  Map<Integer, List<Long>> cuts() {
    Map<Integer, List<Long>> copy = new HashMap<>();
    cuts.forEach((partition, own) -> copy.put(partition, List.copyOf(own)));
    return copy;
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

  /** Writes the rest, which earlier releases did not know, for the end of a snapshot. */
  void saveCuts(DataOutput out) throws IOException {
    save(read, out);
    out.writeInt(cuts.size());
    for (Map.Entry<Integer, TreeSet<Long>> partition : cuts.entrySet()) {
      out.writeInt(partition.getKey());
      out.writeInt(partition.getValue().size());
      for (long cut : partition.getValue()) {
        out.writeLong(cut);
      }
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

  /** Takes up what {@link #saveCuts} wrote, or nothing at the end of an earlier release's. */
  void loadCuts(DataInput in) throws IOException {
    int offsets;
    try {
      offsets = in.readInt();
    } catch (EOFException e) {
      return;
    }
    for (int n = offsets; n > 0; n--) {
      read.put(in.readInt(), in.readLong());
    }
    for (int n = in.readInt(); n > 0; n--) {
      TreeSet<Long> own = new TreeSet<>();
      cuts.put(in.readInt(), own);
      for (int m = in.readInt(); m > 0; m--) {
        own.add(in.readLong());
      }
    }
  }
}
