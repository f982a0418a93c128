package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No step and no forward pass: the stream goes on, the weights stay. What a supervisor swaps to
 * when more learning would cost more than it brings.
 */
final class HoldKind implements StrategyKind {

  static final String NAME = "hold";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String help() {
    return "no step and no forward pass: the stream goes on, the weights stay";
  }

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public boolean needsGradients(Options options) {
    return false;
  }

  @Override
  public Optimizer optimizer(Strategy strategy, Theta theta, @Nullable Optimizer previous) {
    return new Hold(theta);
  }
}
