package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Effect;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the last decision comes to, window by window. A window never reaches over the edge
 * of a task: with new classes, all accuracies are lower, whatever was decided.
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
    if (start == null || now.task() == null) {
      first = now.task() == null ? null : now;
      seen = 0;
      return null;
    }
    seen++;
    if (seen < evaluations) {
      return null;
    }
    Effect effect =
        new Effect(
            now.accuracy() - start.accuracy(),
            now.forgetting() - start.forgetting(),
            now.forwards() - start.forwards(),
            seen);
    first = now;
    seen = 0;
    windows++;
    return effect;
  }
}
