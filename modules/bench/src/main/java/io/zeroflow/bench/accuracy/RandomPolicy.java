package io.zeroflow.bench.accuracy;

import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.Policy;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Swaps at random, as often as a bandit may: what every other policy has to beat. */
final class RandomPolicy implements Policy {

  static final String NAME = "random";

  private static final int EVERY = 5;

  private final List<Strategy> strategies;
  private final Random random;
  private int seen;

  RandomPolicy(List<Strategy> strategies, long seed) {
    this.strategies = List.copyOf(strategies);
    this.random = new Random(seed);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String explain() {
    return "swap to any strategy, every " + EVERY + " evaluations";
  }

  @Override
  public @Nullable Order judge(Observation now, Strategy current) {
    Strategy next = strategies.get(random.nextInt(strategies.size()));
    return ++seen % EVERY != 0 || next.equals(current)
        ? null
        : new Order.Swap(next, false, new Reason(NAME, "", ""));
  }
}
