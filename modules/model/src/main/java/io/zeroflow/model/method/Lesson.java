package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.optim.Objective;
import java.util.List;

/** What a method wants a batch to change. Whoever asked for it closes it. */
public sealed interface Lesson extends AutoCloseable {

  /** Apply these, at least one, as they are. */
  record Write(List<Change> changes) implements Lesson {

    public Write {
      changes = List.copyOf(changes);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("a batch must leave a record: nothing is to be written");
      }
    }

    /** One change. */
    public Write(Change change) {
      this(List.of(change));
    }

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
