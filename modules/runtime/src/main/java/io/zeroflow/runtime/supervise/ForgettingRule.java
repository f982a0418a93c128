package io.zeroflow.runtime.supervise;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Swap to a named strategy when mean forgetting has been above a threshold for n evaluations in a
 * row, and not again within the cooldown after any swap. Not safe for concurrent use.
 */
final class ForgettingRule {

  static final String NAME = "forgetting";

  private final SupervisorSettings settings;
  private int above;
  private Instant quietUntil = Instant.MIN;

  ForgettingRule(SupervisorSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes in an evaluation.
   *
   * @return why to swap, in words, or null
   */
  @Nullable String evaluate(long step, double forgetting, Strategy current, Instant now) {
    above = forgetting > settings.forgettingAbove() ? above + 1 : 0;
    boolean due = above >= settings.evaluations() && !now.isBefore(quietUntil);
    if (!due || current.equals(settings.switchTo())) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "mean forgetting %.3f above %.3f in %d evaluations in a row, the last at step %d",
        forgetting,
        settings.forgettingAbove(),
        above,
        step);
  }

  /** A swap took place, by whomever: start over and stay quiet for the cooldown. */
  void swapped(Instant now) {
    above = 0;
    quietUntil = now.plus(settings.cooldown());
  }
}
