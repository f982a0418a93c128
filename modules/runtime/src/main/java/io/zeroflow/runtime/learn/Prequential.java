package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.metrics.Metrics;
import java.util.List;

/**
 * Prequential accuracy: test, then train. Every so many batches are predicted before they are
 * learned, which costs one forward pass each; the mean fades exponentially. Thread-confined.
 */
final class Prequential {

  private static final int EVERY = 20;
  private static final double FADING = 0.8;

  private final Network network;
  private final Metrics metrics;
  private long batches;
  private double weight;
  private double right;

  Prequential(Network network, Metrics metrics) {
    this.network = network;
    this.metrics = metrics;
  }

  void look(Replica replica, Batch batch, List<String> labels) {
    if (batches++ % EVERY != 0 || replica.headSize() == 0) {
      return;
    }
    List<String> rows = replica.labels();
    float[][] logits = network.logits(replica.theta(), batch);
    int correct = 0;
    for (int i = 0; i < logits.length; i++) {
      int best = 0;
      for (int row = 1; row < logits[i].length; row++) {
        best = logits[i][row] > logits[i][best] ? row : best;
      }
      correct += rows.get(best).equals(labels.get(i)) ? 1 : 0;
    }
    right = FADING * right + correct;
    weight = FADING * weight + labels.size();
    metrics.prequentialAccuracy.set(right / weight);
  }
}
