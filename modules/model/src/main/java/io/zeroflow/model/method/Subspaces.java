package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;

/** What lies below the head in θ, taken out and put back. */
final class Subspaces {

  private Subspaces() {}

  /** A copy of the slices below the head. */
  static float[] adapters(Replica replica) {
    float[] values = new float[replica.floatsBelow()];
    replica.theta().read(0, values, values.length);
    return values;
  }

  /** A θ of these slices and no head, for features. */
  static Theta theta(List<SliceSpec> slices, float[] values) {
    return theta(slices, values, List.of());
  }

  /** A θ of these slices and head rows. */
  static Theta theta(List<SliceSpec> slices, float[] values, List<float[]> rows) {
    int head = rows.stream().mapToInt(row -> row.length).sum();
    Theta theta = Theta.allocate(Math.max(1, values.length + head));
    slices.forEach(slice -> theta.append(slice, 0));
    theta.write(0, values, values.length);
    for (float[] row : rows) {
      int from = theta.size();
      theta.append(SliceSpec.zeros("head/" + from, row.length), 0);
      theta.write(from, row, row.length);
    }
    return theta;
  }
}
