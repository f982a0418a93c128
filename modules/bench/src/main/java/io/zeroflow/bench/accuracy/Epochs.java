package io.zeroflow.bench.accuracy;

import io.zeroflow.data.Shuffle;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of a task's samples without end, in a new order every epoch. A batch may reach into the
 * next epoch, so that all are full.
 */
final class Epochs {

  private final List<LabelledFeature> samples;
  private final int batchSize;
  private final long seed;
  private List<LabelledFeature> order = List.of();
  private int epoch;
  private int next;

  Epochs(List<LabelledFeature> samples, int batchSize, long seed) {
    this.samples = samples;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  List<LabelledFeature> next() {
    List<LabelledFeature> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize) {
      if (next == order.size()) {
        order = Shuffle.shuffled(samples, Shuffle.derive(seed, epoch++));
        next = 0;
      }
      batch.add(order.get(next++));
    }
    return batch;
  }
}
