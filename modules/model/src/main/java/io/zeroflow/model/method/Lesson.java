package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.optim.Objective;

/** What a method wants a batch to change. Whoever asked for it closes it. */
public sealed interface Lesson extends AutoCloseable {

  /** Apply this as it is. */
  record Write(Change change) implements Lesson {
    @Override
    public void close() {}
  }

  /**
   * Take an optimizer step on this loss.
   *
   * @param done frees what the loss needs
   */
  record Step(Objective objective, Runnable done) implements Lesson {

    /** A step on a loss that needs nothing but the batch. */
    public Step(Objective objective) {
      this(objective, () -> {});
    }

    @Override
    public void close() {
      done.run();
    }
  }

  @Override
  void close();
}
