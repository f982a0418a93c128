package io.zeroflow.model.method;

import io.zeroflow.model.Network;
import io.zeroflow.model.method.MethodOptions.Selection;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Chooses which samples of a task are worth keeping. */
final class Exemplars {

  private final Map<String, List<float[]>> features = new HashMap<>();

  /** Looks at the features of a task's samples at θ. */
  Exemplars(Network network, Theta theta, TaskSample sample) {
    sample.features(
        network,
        theta,
        (label, feature) ->
            features
                .computeIfAbsent(label, l -> new ArrayList<>())
                .add(Features.normalised(feature)));
  }

  /** Indices of at most {@code n} samples of a class, the best first. */
  List<Integer> choose(String label, int n, Selection selection) {
    List<float[]> own = features.getOrDefault(label, List.of());
    int count = Math.min(n, own.size());
    return switch (selection) {
      case RESERVOIR -> IntStream.range(0, count).boxed().toList(); // they come in random order
      case HERDING -> herd(own, count);
    };
  }

  /** iCaRL's herding: each next sample brings the mean of the chosen nearest to that of all. */
  private static List<Integer> herd(List<float[]> features, int n) {
    List<Integer> chosen = new ArrayList<>();
    double[] missing = new double[n == 0 ? 0 : features.getFirst().length];
    double[] mean = new double[missing.length];
    for (float[] feature : n == 0 ? List.<float[]>of() : features) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += (double) feature[k] / features.size();
      }
    }
    while (chosen.size() < n) {
      // After m choices with sum s the best x is the one nearest to (m + 1) · mean − s.
      for (int k = 0; k < mean.length; k++) {
        missing[k] += mean[k];
      }
      int best = -1;
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < features.size(); i++) {
        double distance = chosen.contains(i) ? Double.NaN : distance(missing, features.get(i));
        if (distance < nearest) {
          nearest = distance;
          best = i;
        }
      }
      if (best < 0) {
        return chosen; // what is left is not finite
      }
      chosen.add(best);
      for (int k = 0; k < mean.length; k++) {
        missing[k] -= features.get(best)[k];
      }
    }
    return chosen;
  }

  private static double distance(double[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }
}
