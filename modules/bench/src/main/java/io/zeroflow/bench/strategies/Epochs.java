package io.zeroflow.bench.strategies;

import io.zeroflow.data.Shuffle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Batches of a task's samples, in a new order every epoch. Endless, and a batch may reach into the
 * next epoch, so that all are full; or one epoch, whose last batch is what is left.
 */
final class Epochs implements Iterator<List<LabelledFeature>> {

  private final List<LabelledFeature> samples;
  private final int batchSize;
  private final long seed;
  private final int last;
  private List<LabelledFeature> order = List.of();
  private int epoch;
  private int next;

  private Epochs(List<LabelledFeature> samples, int batchSize, long seed, int last) {
    this.samples = samples;
    this.batchSize = batchSize;
    this.seed = seed;
    this.last = last;
  }

  static Epochs one(List<LabelledFeature> samples, int batchSize, long seed) {
    return new Epochs(samples, batchSize, seed, 1);
  }

  static Epochs endless(List<LabelledFeature> samples, int batchSize, long seed) {
    return new Epochs(samples, batchSize, seed, Integer.MAX_VALUE);
  }

  @Override
  public boolean hasNext() {
    return next < order.size() || epoch < last;
  }

  @Override
  public List<LabelledFeature> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all epochs are over");
    }
    List<LabelledFeature> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize && hasNext()) {
      if (next == order.size()) {
        order = Shuffle.shuffled(samples, Shuffle.derive(seed, epoch++));
        next = 0;
      }
      batch.add(order.get(next++));
    }
    return batch;
  }
}
