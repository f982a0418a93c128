package io.zeroflow.bench.accuracy;

import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.stream.Stream;

/** What is compared when nobody says otherwise: all kinds, and the paper's enhancements. */
final class DefaultStrategies {

  private DefaultStrategies() {}

  /** Each with the default learning rate of its kind. */
  static List<Strategy> of(Protocol protocol) {
    // Half of a task's forward passes go to backprop, half to forward passes alone.
    long switchAfter = Math.max(1, protocol.budgetAfter(0) / 2 / CountedNetwork.GRADIENT);
    return Stream.of(
            "fo-sgd",
            "fo-adam",
            "zo-sgd",
            "zo-sgd-sign",
            "zo-sgd-conserve",
            "zo-newton",
            "zo-adam",
            "zo-adam-sign",
            "zo-adam-conserve",
            "forward-grad",
            "zo-sgd(q=4)",
            "zo-sgd(historical=0.2)",
            "zo-sgd(sparsity=0.5)",
            "zo-sgd(sparsity=0.9)",
            "hybrid(first=fo-sgd, then=zo-sgd, switch=%d)".formatted(switchAfter))
        .map(Strategy::parse)
        .toList();
  }
}
