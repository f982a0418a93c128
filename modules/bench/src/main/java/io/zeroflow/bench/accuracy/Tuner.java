package io.zeroflow.bench.accuracy;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import java.io.IOException;

/**
 * Chooses learning rates, by the same rule for every strategy: from the rate of its line in steps
 * of 3, up and then down, each way as long as the goal does not get worse and the strategy allows
 * the rate.
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

  /** The best of what was tried; of equals the one that was tried first. */
  Strategy tune(Strategy strategy) throws IOException {
    Tried start = attempt(strategy);
    Tried up = walk(start, FACTOR);
    Tried down = walk(start, 1.0 / FACTOR);
    return (down.reached > up.reached ? down : up).strategy;
  }

  private Tried walk(Tried start, double factor) throws IOException {
    Tried best = start;
    double scale = factor;
    for (int i = 0; i < REACH; i++, scale *= factor) {
      Strategy scaled;
      try {
        scaled = LearningRates.times(start.strategy, scale);
      } catch (StrategyException tooLarge) {
        return best;
      }
      Tried next = attempt(scaled);
      if (next.reached < best.reached) {
        return best;
      }
      best = next.reached > best.reached ? next : best;
    }
    return best;
  }

  private Tried attempt(Strategy strategy) throws IOException {
    return new Tried(strategy, goal.of(attempt.run(strategy)));
  }

  private record Tried(Strategy strategy, double reached) {}
}
