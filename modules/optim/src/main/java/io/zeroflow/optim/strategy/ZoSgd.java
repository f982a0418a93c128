package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.rule.Sgd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ZO-SGD (Eq. 5 of the ZeroFlow paper; Ghadimi and Lan 2013). */
final class ZoSgd implements StrategyKind {

  private static final Option LR = Option.positive("lr", 2e-4, "learning rate");
  private static final Option MOMENTUM = Option.fraction("momentum", 0, 1, "heavy-ball momentum");
  static final Option WEIGHT_DECAY =
      Option.fraction("weight-decay", 0, Double.POSITIVE_INFINITY, "coupled L2 penalty");

  @Override
  public String name() {
    return "zo-sgd";
  }

  @Override
  public String help() {
    return "two-point estimate, stochastic gradient descent";
  }

  @Override
  public List<Option> options() {
    return List.of(LR, ZerothOrder.EPS, ZerothOrder.Q, MOMENTUM, WEIGHT_DECAY);
  }

  @Override
  public Optimizer optimizer(Options options, Theta theta, @Nullable Optimizer previous) {
    Sgd rule = new Sgd(options.real(LR), options.real(MOMENTUM), options.real(WEIGHT_DECAY));
    return ZerothOrder.create(options, rule, theta, previous);
  }
}
