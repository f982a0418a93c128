package io.zeroflow.model.method;

import io.zeroflow.journal.HeadRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Running class means of L2-normalised features, summed in double in arrival order. */
public final class MeanAccumulator {

  private final Map<String, double[]> sums = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  /** Starts a class from a mean over {@code count} samples. */
  void seed(String label, float[] mean, long count) {
    double[] sum = new double[mean.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (double) mean[i] * count;
    }
    sums.put(label, sum);
    counts.put(label, count);
  }

  /** Goes on from a row, unless the class has begun already. */
  void seed(HeadRow row) {
    if (!contains(row.label())) {
      seed(row.label(), row.values(), row.count());
    }
  }

  boolean contains(String label) {
    return sums.containsKey(label);
  }

  /** Adds a feature of any norm. */
  public void add(String label, float[] feature) {
    double[] sum = sums.computeIfAbsent(label, l -> new double[feature.length]);
    double square = 0;
    for (float value : feature) {
      square += (double) value * value;
    }
    double norm = Math.max(Math.sqrt(square), 1e-12);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += feature[i] / norm;
    }
    counts.merge(label, 1L, Long::sum);
  }

  /** The means so far, in order of first arrival. */
  public List<HeadRow> means() {
    List<HeadRow> means = new ArrayList<>(sums.size());
    sums.forEach(
        (label, sum) -> {
          long count = counts.getOrDefault(label, 0L);
          float[] mean = new float[sum.length];
          for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / count);
          }
          means.add(new HeadRow(label, count, mean));
        });
    return means;
  }

  /** Forgets everything. */
  public void clear() {
    sums.clear();
    counts.clear();
  }
}
