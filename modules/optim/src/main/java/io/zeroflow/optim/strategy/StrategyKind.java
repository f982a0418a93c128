package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family of strategies: a name, its options, and how to build its optimizer. */
public sealed interface StrategyKind permits ComposedKind, HybridKind, HoldKind {

  /** Name in the strategy line, such as {@code zo-sgd}. */
  String name();

  /** What it is, in one sentence. */
  String help();

  /** Options in the order in which they are printed. */
  List<Option<?>> options();

  /**
   * Checks options that are only wrong together.
   *
   * @throws StrategyException naming them and the remedy
   */
  default void check(Options options) {}

  /** Whether its steps differentiate the objective, now or later, instead of only measuring it. */
  boolean needsGradients(Options options);

  /**
   * An optimizer over θ.
   *
   * @param strategy of this kind
   * @param previous the optimizer that is being swapped out, whose state is taken over where it
   *     means the same; null at the start
   */
  Optimizer optimizer(Strategy strategy, Theta theta, @Nullable Optimizer previous);
}
