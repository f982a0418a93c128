package io.zeroflow.model.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EASE the plain way, on the toy network, whose feature is the input plus the adapter: keeps all
 * samples and computes every score from them in double arithmetic.
 */
final class ReferenceEase {

  private final double reweight;
  private final List<double[]> adapters = new ArrayList<>();
  private final Map<String, Integer> homes = new LinkedHashMap<>();
  private final Map<String, List<float[]>> samples = new LinkedHashMap<>();

  ReferenceEase(double reweight) {
    this.reweight = reweight;
  }

  /** A task is over; a class that was known before is now one of this task. */
  void task(double[] adapter, Map<String, List<float[]>> classes) {
    classes.forEach(
        (label, inputs) -> {
          homes.put(label, adapters.size());
          samples.put(label, inputs);
        });
    adapters.add(adapter);
  }

  double[] feature(float[] input, int space) {
    double[] feature = new double[input.length];
    for (int i = 0; i < feature.length; i++) {
      feature[i] = input[i] + adapters.get(space)[i];
    }
    return unit(feature);
  }

  /** Class mean in a space of its own or an earlier task. */
  double[] measured(String label, int space) {
    List<float[]> inputs = samples.getOrDefault(label, List.of());
    double[] mean = new double[inputs.getFirst().length];
    for (float[] input : inputs) {
      double[] feature = feature(input, space);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += feature[i] / inputs.size();
      }
    }
    return mean;
  }

  /** Class mean, or what the later classes' means make of it. */
  double[] prototype(String label, int space) {
    int home = homes.getOrDefault(label, -1);
    if (space <= home) {
      return measured(label, space);
    }
    List<String> later =
        homes.keySet().stream().filter(other -> homes.getOrDefault(other, -1) >= space).toList();
    double[] similarity = new double[later.size()];
    double total = 0;
    for (int c = 0; c < similarity.length; c++) {
      similarity[c] =
          Math.exp(dot(unit(measured(label, home)), unit(measured(later.get(c), home))));
      total += similarity[c];
    }
    double[] sum = new double[adapters.getFirst().length];
    for (int c = 0; c < similarity.length; c++) {
      double[] other = measured(later.get(c), space);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += similarity[c] / total * other[i];
      }
    }
    return sum;
  }

  double score(String label, float[] input) {
    double score = 0;
    for (int space = 0; space < adapters.size(); space++) {
      double cosine = dot(feature(input, space), unit(prototype(label, space)));
      boolean own = homes.getOrDefault(label, -1) == space;
      score += own ? cosine : reweight / (adapters.size() - 1) * cosine;
    }
    return score;
  }

  static double[] unit(double[] a) {
    double norm = Math.sqrt(dot(a, a));
    double[] unit = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      unit[i] = a[i] / norm;
    }
    return unit;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
