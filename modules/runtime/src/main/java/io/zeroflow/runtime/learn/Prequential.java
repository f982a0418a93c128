package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.model.method.Samples;
import io.zeroflow.runtime.metrics.Metrics;
import java.util.List;

/**
 * Prequential accuracy: test, then train. Every so many batches are predicted before they are
 * learned, which costs one forward pass each; the mean fades exponentially. Thread-confined.
 */
final class Prequential {

  private static final int EVERY = 20;
  private static final double FADING = 0.8;

  private final ContinualMethod method;
  private final Metrics metrics;
  private long batches;
  private double weight;
  private double right;

  Prequential(ContinualMethod method, Metrics metrics) {
    this.method = method;
    this.metrics = metrics;
  }

  void look(Replica replica, Samples samples) {
    if (batches++ % EVERY != 0) {
      return;
    }
    Predictor predictor = method.predictor(replica);
    List<String> known = predictor.labels();
    if (known.isEmpty()) {
      return;
    }
    float[][] scores = predictor.scores(samples.encoded(), samples.batch());
    int correct = 0;
    for (int i = 0; i < scores.length; i++) {
      int best = 0;
      for (int k = 1; k < scores[i].length; k++) {
        best = scores[i][k] > scores[i][best] ? k : best;
      }
      correct += known.get(best).equals(samples.labels().get(i)) ? 1 : 0;
    }
    right = FADING * right + correct;
    weight = FADING * weight + scores.length;
    metrics.prequentialAccuracy.set(right / weight);
  }
}
