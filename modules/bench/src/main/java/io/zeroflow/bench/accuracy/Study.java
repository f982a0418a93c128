package io.zeroflow.bench.accuracy;

import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Questions that a table answers, and the strategies to compare for it. */
public enum Study {
  /** All kinds, and an example of each of the paper's enhancements: its main table. */
  STRATEGIES(
      protocol ->
          Stream.of(
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
              hybrid(protocol, "zo-sgd"))),

  /** The paper's tables of historical, sparse and hybrid steps, and all three together. */
  ENHANCEMENTS(
      protocol ->
          Stream.of(
                  Stream.of("fo-sgd", "zo-sgd"),
                  IntStream.of(2, 4, 6, 8).mapToObj("zo-sgd(historical=0.%d)"::formatted),
                  IntStream.rangeClosed(1, 9).mapToObj("zo-sgd(sparsity=0.%d)"::formatted),
                  Stream.of(
                      hybrid(protocol, "zo-sgd"),
                      hybrid(protocol, "zo-sgd(sparsity=0.9, historical=0.2)")))
              .flatMap(Function.identity())),

  /** From one to 32 directions a step, their estimates averaged. */
  QUERIES(
      protocol ->
          Stream.of("zo-sgd", "zo-adam")
              .flatMap(
                  kind ->
                      IntStream.rangeClosed(0, 5)
                          .mapToObj(i -> "%s(q=%d)".formatted(kind, 1 << i))));

  private final Function<Protocol, Stream<String>> lines;

  Study(Function<Protocol, Stream<String>> lines) {
    this.lines = lines;
  }

  /** Each with the default learning rate of its kind. */
  public List<Strategy> strategies(Protocol protocol) {
    return lines.apply(protocol).map(Strategy::parse).toList();
  }

  /** Half of a task's forward passes go to backprop, half to forward passes alone. */
  private static String hybrid(Protocol protocol, String then) {
    long after = Math.max(1, protocol.budgetAfter(0) / 2 / CountedNetwork.GRADIENT);
    return "hybrid(first=fo-sgd, then=%s, switch=%d)".formatted(then, after);
  }
}
