package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.rule.Adam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ZO-Adam: the two-point estimate through Adam, as the ZeroFlow authors run it. */
final class ZoAdam implements StrategyKind {

  private static final Option LR = Option.positive("lr", 1e-3, "learning rate");
  private static final Option BETA_1 = Option.fraction("beta1", 0.9, 1, "first moment's decay");
  private static final Option BETA_2 = Option.fraction("beta2", 0.999, 1, "second moment's decay");
  private static final Option DELTA =
      Option.positive("delta", 1e-8, "added to the root of the second moment");

  @Override
  public String name() {
    return "zo-adam";
  }

  @Override
  public String help() {
    return "two-point estimate, Adam";
  }

  @Override
  public List<Option> options() {
    return List.of(LR, ZerothOrder.EPS, ZerothOrder.Q, BETA_1, BETA_2, DELTA, ZoSgd.WEIGHT_DECAY);
  }

  @Override
  public Optimizer optimizer(Options options, Theta theta, @Nullable Optimizer previous) {
    Adam rule =
        new Adam(
            options.real(LR),
            options.real(BETA_1),
            options.real(BETA_2),
            options.real(DELTA),
            options.real(ZoSgd.WEIGHT_DECAY));
    return ZerothOrder.create(options, rule, theta, previous);
  }
}
