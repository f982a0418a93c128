package io.zeroflow.model.method;

import io.zeroflow.optim.Objective;
import java.util.List;

/** What a method wants a batch to change. */
public sealed interface Lesson {

  /** Write these head rows; rows of new labels are appended. */
  record Rows(List<ClassMean> rows) implements Lesson {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /** Take an optimizer step on this loss. */
  record Step(Objective objective) implements Lesson {}
}
