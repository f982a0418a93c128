package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid enhancement: one strategy for the first steps of every task, another for the rest. The
 * ZeroFlow paper starts with backprop and ends with forward passes.
 */
final class HybridKind implements StrategyKind {

  static final String NAME = "hybrid";
  private static final StrategyOption FIRST =
      new StrategyOption("first", "fo-sgd", "strategy of a task's first steps");
  private static final StrategyOption THEN =
      new StrategyOption("then", "zo-sgd", "strategy of the steps after them");
  private static final NumberOption SWITCH =
      NumberOption.count("switch", 500, 1_000_000_001, "how many steps of a task come first");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String help() {
    return "one strategy for the first steps of each task, another for the rest";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(FIRST, THEN, SWITCH);
  }

  @Override
  public boolean needsGradients(Options options) {
    return options.get(FIRST).needsGradients() || options.get(THEN).needsGradients();
  }

  @Override
  public Optimizer optimizer(Strategy strategy, Theta theta, @Nullable Optimizer previous) {
    Options options = strategy.options();
    return new Hybrid(
        options.get(FIRST), options.get(THEN), options.whole(SWITCH), theta, previous);
  }
}
