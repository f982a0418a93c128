package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The normal equations of the analytic head: G = Σ h hᵀ over all samples and c_y = Σ h over those
 * of class y, h the projected feature. Sums in double in the order of arrival.
 */
final class AnalyticState implements MethodState {

  static final String SPACE = "features";

  private final int width;
  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final double[][] gram;
  private @Nullable RandomProjection projection;
  private @Nullable RidgeSolution solution;

  AnalyticState(int width) {
    this.width = width;
    this.gram = new double[width][];
    for (int i = 0; i < width; i++) {
      gram[i] = new double[i + 1];
    }
  }

  @Override
  public void apply(Change change, Replica before) {
    if (change instanceof Change.Prototypes(String _, List<HeadRow> rows)) {
      solution = null;
      RandomProjection into = projection(before);
      for (HeadRow row : rows) {
        add(row.label(), into.of(row.values()));
      }
    }
  }

  private void add(String label, float[] h) {
    counts.merge(label, 1, Integer::sum);
    double[] sum = sums.computeIfAbsent(label, l -> new double[width]);
    double[] wide = new double[width];
    for (int i = 0; i < width; i++) {
      wide[i] = h[i];
      sum[i] += h[i];
    }
    for (int i = 0; i < width; i++) {
      double hi = wide[i];
      if (hi != 0) { // half of them, after the ReLU
        double[] row = gram[i];
        for (int j = 0; j <= i; j++) {
          row[j] += hi * wide[j];
        }
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(sums.size());
    for (Map.Entry<String, double[]> sum : sums.entrySet()) {
      out.writeUTF(sum.getKey());
      out.writeInt(count(sum.getKey()));
      save(sum.getValue(), out);
    }
    for (double[] row : gram) {
      save(row, out);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    for (int n = in.readInt(); n > 0; n--) {
      String label = in.readUTF();
      counts.put(label, in.readInt());
      load(sums.computeIfAbsent(label, l -> new double[width]), in);
    }
    for (double[] row : gram) {
      load(row, in);
    }
  }

  private static void save(double[] values, DataOutput out) throws IOException {
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static void load(double[] values, DataInput in) throws IOException {
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
  }

  /** Whether no feature has come yet. */
  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Features of a class so far. */
  int count(String label) {
    return counts.getOrDefault(label, 0);
  }

  /** The projection of this model. */
  RandomProjection projection(Replica replica) {
    if (projection == null) {
      projection =
          new RandomProjection(replica.model().featureSize(), width, replica.model().seed());
    }
    return projection;
  }

  /** The head that fits all samples so far; solved again when there are more. */
  RidgeSolution solution(double ridge) {
    if (solution == null) {
      solution = RidgeSolution.of(gram, sums, ridge);
    }
    return solution;
  }
}
