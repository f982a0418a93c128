package io.zeroflow.bench.strategies;

import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;

/**
 * Chooses learning rates, by the same rule for every strategy: from the rate of its line in steps
 * of 3, as long as the goal does not get worse, up first and then, if that was no better, down.
 */
final class Tuner {

  static final int FACTOR = 3;

  /** Most steps either way. */
  static final int REACH = 6;

  /** Runs a strategy on the tuning seed. */
  @FunctionalInterface
  interface Try {
    Run run(Strategy strategy) throws IOException;
  }

  private final Goal goal;
  private final Try attempt;

  Tuner(Goal goal, Try attempt) {
    this.goal = goal;
    this.attempt = attempt;
  }

  /** The best of what was tried; of equals the one nearest to the strategy's own rate. */
  Strategy tune(Strategy strategy) throws IOException {
    double start = goal.of(attempt.run(strategy));
    Strategy up = walk(strategy, start, FACTOR);
    return up.equals(strategy) ? walk(strategy, start, 1.0 / FACTOR) : up;
  }

  private Strategy walk(Strategy from, double start, double factor) throws IOException {
    Strategy best = from;
    double most = start;
    double scale = factor;
    for (int i = 0; i < REACH; i++, scale *= factor) {
      Strategy next = LearningRates.times(from, scale);
      double reached = goal.of(attempt.run(next));
      if (reached < most) {
        return best;
      }
      if (reached > most) {
        most = reached;
        best = next;
      }
    }
    return best;
  }
}
