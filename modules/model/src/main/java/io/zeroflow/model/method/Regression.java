package io.zeroflow.model.method;

import java.util.List;

/**
 * The analytic head, solved. Immutable.
 *
 * @param projection of a feature
 * @param solution weights of each class on it
 */
record Regression(RandomProjection projection, RidgeSolution solution) {

  List<String> labels() {
    return solution.labels();
  }

  /** The score of each of {@link #labels}. */
  float[] scores(float[] feature) {
    float[] h = projection.of(feature);
    float[] scores = new float[solution.labels().size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) Features.dot(h, solution.weights().get(k));
    }
    return scores;
  }
}
