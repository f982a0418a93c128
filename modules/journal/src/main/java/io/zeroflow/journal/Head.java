package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.Slice;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which slices of θ are the head rows of which labels, and how many samples each began with. */
final class Head implements Persistent {

  private final Map<String, Slice> rows = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  private static String slice(String label) {
    return "head/" + label;
  }

  /** Labels in the order of their rows. */
  List<String> labels() {
    return List.copyOf(rows.keySet());
  }

  int size() {
    return rows.size();
  }

  /** Samples behind a row; 0 for a label without one. */
  long count(String label) {
    return counts.getOrDefault(label, 0L);
  }

  /** Index of a row's first float in θ; −1 for a label without one. */
  int offset(String label) {
    Slice slice = rows.get(label);
    return slice == null ? -1 : slice.offset();
  }

  /** A copy of a row, or null if there is none. */
  float @Nullable [] row(String label, Theta theta) {
    Slice slice = rows.get(label);
    if (slice == null) {
      return null;
    }
    float[] row = new float[slice.length()];
    theta.read(slice.offset(), row, row.length);
    return row;
  }

  /** Writes a row, appended to θ if it is new. */
  void write(HeadRow row, Theta theta) {
    writeInto(theta, row);
    rows.put(row.label(), theta.slice(slice(row.label())));
    counts.put(row.label(), row.count());
  }

  /** Writes a row into another θ with the same slices. */
  static void writeInto(Theta theta, HeadRow row) {
    String name = slice(row.label());
    if (!theta.slices().containsKey(name)) {
      Slice unused = theta.append(SliceSpec.zeros(name, row.values().length), 0);
    }
    theta.write(theta.slice(name).offset(), row.values(), row.values().length);
  }

  void clear() {
    rows.clear();
    counts.clear();
  }

  /** Writes labels and counts; the rows are in θ. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(rows.size());
    for (String label : rows.keySet()) {
      out.writeUTF(label);
      out.writeLong(count(label));
    }
  }

  /** Takes up labels and counts; {@link #bind} has to follow. */
  @Override
  public void load(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      counts.put(in.readUTF(), in.readLong());
    }
  }

  /** Finds the rows in a θ that was loaded. */
  void bind(Theta theta) {
    for (String label : new ArrayList<>(counts.keySet())) {
      rows.put(label, theta.slice(slice(label)));
    }
  }
}
