package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A class's row of the head, computed from features.
 *
 * @param label class that the row stands for
 * @param count samples that the row is the mean of
 * @param values the row, [feature size]; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for; boxing rows would be waste
public record HeadRow(String label, long count, float[] values) {

  /** The mean of the samples behind both rows. */
  HeadRow with(HeadRow other) {
    float[] mean = new float[values.length];
    long both = count + other.count;
    for (int i = 0; i < mean.length; i++) {
      mean[i] =
          (float) (((double) values[i] * count + (double) other.values[i] * other.count) / both);
    }
    return new HeadRow(label, both, mean);
  }

  /** Writes rows in their order. */
  public static void save(Collection<HeadRow> rows, DataOutput out) throws IOException {
    out.writeInt(rows.size());
    for (HeadRow row : rows) {
      out.writeUTF(row.label);
      out.writeLong(row.count);
      Persistent.save(row.values, out);
    }
  }

  /** Reads rows. */
  public static List<HeadRow> rows(DataInput in) throws IOException {
    List<HeadRow> rows = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      rows.add(new HeadRow(in.readUTF(), in.readLong(), Persistent.floats(in)));
    }
    return rows;
  }
}
