package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Effect;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import org.jspecify.annotations.Nullable;

/**
 * Decides, measurement by measurement, what the learner should do otherwise. Cooldown, cap and the
 * way back are the {@link Supervision}'s. Confined to one thread.
 */
public interface Policy {

  /** By which configuration and people choose it. */
  String name();

  /** What it does, in words and with its numbers. */
  String explain();

  /**
   * Takes in a measurement.
   *
   * @param current strategy of the next step
   * @return what to do, or null for nothing
   */
  @Nullable Order judge(Observation seen, Strategy current);

  /** The strategy has changed, by whomever. */
  default void swapped(Reason reason) {}

  /** Another task has begun. */
  default void taskStarted() {}

  /** Whether it learns from what decisions come to, and so wants them measured all the time. */
  default boolean learns() {
    return false;
  }

  /** What learning by a strategy came to over some measurements of one task. */
  default void measured(Strategy strategy, Effect effect) {}
}
