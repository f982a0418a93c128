package io.zeroflow.optim.strategy;

import static io.zeroflow.optim.strategy.Estimators.BACKPROP;
import static io.zeroflow.optim.strategy.Estimators.FINITE_DIFFERENCE;
import static io.zeroflow.optim.strategy.Estimators.FORWARD_GRADIENT;
import static io.zeroflow.optim.strategy.Estimators.NEWTON;
import static io.zeroflow.optim.strategy.Estimators.SIGNED_FINITE_DIFFERENCE;
import static io.zeroflow.optim.strategy.Rules.ADAM;
import static io.zeroflow.optim.strategy.Rules.SGD;

import io.zeroflow.optim.rule.Schedule;
import io.zeroflow.optim.rule.Schedule.Shape;
import java.util.List;

/**
 * Every strategy there is: the seven forward-only methods of the ZeroFlow paper, one of our own
 * whose learning rate is a share of the step to the minimum along z, backprop, and standing still.
 */
public final class StrategyCatalog {

  /**
   * The usable steps shrink with d: these are 2e-4 and 1e-3 for d = 22,500, where they were found
   * (docs/benchmarks.md), and bounded for few coordinates, where curvature bounds the step instead.
   */
  private static final Schedule BY_SLOPE = new Schedule(Shape.OVER_D, 4.5f, 0.001f, 0);

  private static final Schedule BY_SIGN = new Schedule(Shape.OVER_ROOT_D, 0.15f, 0.002f, 0);

  private static final ComposedKind ZO_SGD =
      new ComposedKind(
          "zo-sgd", "finite differences, gradient descent", 2e-4, BY_SLOPE, FINITE_DIFFERENCE, SGD);
  private static final ComposedKind ZO_ADAM =
      new ComposedKind(
          "zo-adam", "finite differences, Adam", 1e-3, BY_SIGN, FINITE_DIFFERENCE, ADAM);

  private static final List<StrategyKind> KINDS =
      List.of(
          ZO_SGD,
          new ComposedKind(
              "zo-sgd-sign",
              "sign of finite differences, gradient descent",
              1e-3,
              BY_SIGN,
              SIGNED_FINITE_DIFFERENCE,
              SGD),
          ZO_SGD.conserving(),
          new ComposedKind(
              "zo-newton",
              "finite differences over the curvature along each direction, gradient descent",
              0.3,
              NEWTON,
              SGD),
          ZO_ADAM,
          new ComposedKind(
              "zo-adam-sign",
              "sign of finite differences, Adam",
              1e-3,
              BY_SIGN,
              SIGNED_FINITE_DIFFERENCE,
              ADAM),
          ZO_ADAM.conserving(),
          new ComposedKind(
              "forward-grad",
              "exact derivatives along directions, gradient descent",
              2e-4,
              BY_SLOPE,
              FORWARD_GRADIENT,
              SGD),
          new ComposedKind("fo-sgd", "backprop, gradient descent", 1e-2, BACKPROP, SGD),
          new ComposedKind("fo-adam", "backprop, Adam", 1e-3, BACKPROP, ADAM),
          new HybridKind(),
          new HoldKind());

  private StrategyCatalog() {}

  /** All kinds, in the order in which they are shown. */
  public static List<StrategyKind> kinds() {
    return KINDS;
  }

  static StrategyKind kind(String name) {
    return KINDS.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StrategyException(
                    "strategy '%s' is not known; it can be one of %s"
                        .formatted(name, KINDS.stream().map(StrategyKind::name).toList())));
  }
}
