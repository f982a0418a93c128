package io.zeroflow.runtime.learn;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.runtime.source.Lot;
import java.util.List;

/** A lot, made ready ahead of the learner. */
public sealed interface Prepared {

  /**
   * Samples as the network takes them.
   *
   * @param encoded what the frozen part made of each sample
   * @param batch the same as one batch; whoever learns it closes it
   */
  record Samples(Lot.Samples lot, List<Encoded> encoded, Batch batch) implements Prepared {}

  /** The producer's word that a task is over; nothing to make ready. */
  record TaskOver(Lot.TaskOver lot) implements Prepared {}
}
