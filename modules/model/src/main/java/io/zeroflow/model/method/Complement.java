package io.zeroflow.model.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EASE's semantic-guided prototype complement: a class has no prototype in the spaces of later
 * tasks, for its samples are gone by then. There it gets the mean of those tasks' prototypes,
 * weighted by the softmax of their cosine to it in its own space. So does, after a crash, a class
 * in earlier spaces in which it was not measured.
 */
final class Complement {

  private Complement() {}

  /** Prototypes in the space of every task that is over, with those that were missing. */
  static List<Map<String, float[]>> of(EaseState state) {
    List<Map<String, float[]>> spaces = new ArrayList<>();
    for (int space = 0; space < state.adapters().size(); space++) {
      spaces.add(completed(state, space));
    }
    return spaces;
  }

  private static Map<String, float[]> completed(EaseState state, int space) {
    Map<String, float[]> measured = state.prototypes(space);
    Map<String, float[]> completed = new LinkedHashMap<>(measured);
    state
        .homes()
        .forEach(
            (label, home) -> {
              Map<String, float[]> there = state.prototypes(home);
              float[] own = there.get(label);
              if (home != space && own != null && !measured.containsKey(label)) {
                completed.put(label, complement(own, there, measured));
              }
            });
    return completed;
  }

  /**
   * What a class gets.
   *
   * @param own prototype of the class in its own space
   * @param there prototypes in that space
   * @param here prototypes in the space that lacks it
   */
  private static float[] complement(
      float[] own, Map<String, float[]> there, Map<String, float[]> here) {
    float[] direction = Features.normalised(own);
    double[] sum = new double[own.length];
    double total = 0;
    for (Map.Entry<String, float[]> other : here.entrySet()) {
      float[] counterpart = there.get(other.getKey());
      if (counterpart != null) {
        // Cosines are at most 1: no overflow without the usual shift.
        double weight = Math.exp(Features.dot(direction, Features.normalised(counterpart)));
        total += weight;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * other.getValue()[i];
        }
      }
    }
    float[] mean = new float[own.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / Math.max(total, Double.MIN_NORMAL));
    }
    return mean;
  }
}
