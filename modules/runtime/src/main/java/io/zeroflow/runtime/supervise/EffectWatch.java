package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Effect;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the last decision comes to, window by window. A window never reaches over the edge
 * of a task: with new classes, all accuracies are lower, whatever was decided. Nor does it begin
 * with accuracy on other tasks than it ends with: that compares nothing.
 */
final class EffectWatch {

  private final int evaluations;
  private long decision;
  private @Nullable Observation first;
  private int seen;
  private int windows;

  EffectWatch(int evaluations) {
    this.evaluations = evaluations;
  }

  /** From here on it is about that decision. */
  void decided(long sequence) {
    decision = sequence;
    windows = 0;
    restart();
  }

  void restart() {
    first = null;
    seen = 0;
  }

  long decision() {
    return decision;
  }

  /** Whether the effect that came last is a decision's first; that of the start was none. */
  boolean firstOfADecision() {
    return windows == 1 && decision > 0;
  }

  /**
   * Takes in a measurement.
   *
   * @return the effect, with the last measurement of a window
   */
  @Nullable Effect add(Observation now) {
    Observation start = first;
    Observation.Future before = start == null ? null : start.own();
    Observation.Future after = now.own();
    if (now.task() == null || after == null) {
      restart();
      return null;
    }
    if (start == null || before == null || !start.measured().equals(now.measured())) {
      first = now;
      seen = 0;
      return null;
    }
    seen++;
    if (seen < evaluations) {
      return null;
    }
    Effect effect =
        new Effect(
            after.accuracy() - before.accuracy(),
            change(before.forgetting(), after.forgetting()),
            now.forwards() - start.forwards(),
            seen);
    first = now;
    seen = 0;
    windows++;
    return effect;
  }

  private static double change(@Nullable Double before, @Nullable Double after) {
    return before == null || after == null ? Double.NaN : after - before;
  }
}
