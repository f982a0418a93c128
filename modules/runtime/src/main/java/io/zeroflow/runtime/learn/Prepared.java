package io.zeroflow.runtime.learn;

import io.zeroflow.model.method.Samples;
import io.zeroflow.runtime.source.Lot;

/** A lot, made ready ahead of the learner. */
public sealed interface Prepared {

  /** Whether there is nothing to learn from it, and nothing that it changes but positions. */
  default boolean passed() {
    return this instanceof Marked(Lot.Passed _);
  }

  /**
   * Samples as the network takes them.
   *
   * @param samples of the lot; whoever learns them closes their batch
   */
  record Ready(Lot.Samples lot, Samples samples) implements Prepared {}

  /**
   * Samples of the running task that were learned before a restart.
   *
   * @param samples whoever remembers them closes their batch
   */
  record Known(Samples samples) implements Prepared {}

  /** Nothing to make ready. */
  record Marked(Lot.Mark mark) implements Prepared {}
}
