package io.zeroflow.model.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Class means the plain way: keep every sample, divide at the end. */
final class ReferenceMeans {

  private final Map<String, List<float[]>> samples = new LinkedHashMap<>();

  void add(String label, float[] feature) {
    samples.computeIfAbsent(label, l -> new ArrayList<>()).add(feature);
  }

  List<String> labels() {
    return List.copyOf(samples.keySet());
  }

  int count(String label) {
    return of(label).size();
  }

  double[] mean(String label) {
    List<float[]> features = of(label);
    double[] mean = new double[features.getFirst().length];
    for (float[] feature : features) {
      double norm =
          Math.sqrt(
              IntStream.range(0, feature.length)
                  .mapToDouble(i -> (double) feature[i] * feature[i])
                  .sum());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += feature[i] / norm / features.size();
      }
    }
    return mean;
  }

  /** The label with the largest cosine. */
  @Nullable String nearest(float[] feature) {
    String nearest = null;
    double best = Double.NEGATIVE_INFINITY;
    for (String label : samples.keySet()) {
      double[] mean = mean(label);
      double dot = 0;
      double square = 0;
      for (int i = 0; i < mean.length; i++) {
        dot += mean[i] * feature[i];
        square += mean[i] * mean[i];
      }
      double cosine = dot / Math.sqrt(square);
      if (cosine > best) {
        best = cosine;
        nearest = label;
      }
    }
    return nearest;
  }

  private List<float[]> of(String label) {
    return samples.getOrDefault(label, List.of());
  }
}
