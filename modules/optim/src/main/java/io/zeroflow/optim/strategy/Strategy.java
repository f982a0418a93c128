package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Estimator, update rule and enhancements with all their settings; immutable, named by one line of
 * text, equal when that line is.
 */
public final class Strategy {

  private final StrategyKind kind;
  private final Options options;

  private Strategy(StrategyKind kind, Options options) {
    this.kind = kind;
    this.options = options;
  }

  /**
   * Reads a line such as {@code zo-sgd(lr=1e-3, q=4)}; options that are left out take their
   * defaults.
   *
   * @throws StrategyException naming what is wrong and what is allowed
   */
  public static Strategy parse(String line) {
    return of(StrategyLine.parse(line));
  }

  static Strategy of(StrategyLine line) {
    StrategyKind kind = StrategyCatalog.kind(line.name());
    Map<Option<?>, Object> values = new LinkedHashMap<>();
    kind.options().forEach(option -> values.put(option, option.defaultValue()));
    line.options()
        .forEach(
            (key, value) -> {
              Option<?> option = option(kind, key);
              values.put(option, option.parse(kind.name(), value));
            });
    Options options = new Options(values);
    kind.check(options);
    return new Strategy(kind, options);
  }

  private static Option<?> option(StrategyKind kind, String key) {
    return kind.options().stream()
        .filter(option -> option.name().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new StrategyException(
                    "%s has no option '%s'; it can be given %s"
                        .formatted(
                            kind.name(), key, kind.options().stream().map(Option::name).toList())));
  }

  /** Name of its kind, such as {@code zo-sgd}: the value of the strategy metric. */
  public String name() {
    return kind.name();
  }

  /**
   * Whether it differentiates the objective, by backprop or along directions; in a hybrid, whether
   * one of its parts does. Only a {@link io.zeroflow.optim.DifferentiableObjective} can be learned
   * so.
   */
  public boolean needsGradients() {
    return kind.needsGradients(options);
  }

  Options options() {
    return options;
  }

  /** An optimizer over θ that takes over the state of {@code previous} where it means the same. */
  public Optimizer optimizer(Theta theta, @Nullable Optimizer previous) {
    return kind.optimizer(this, theta, previous);
  }

  /**
   * The canonical line: every option, in the kind's order; reads back to an equal strategy, also in
   * a release with other defaults.
   */
  @Override
  public String toString() {
    return line(option -> true, Strategy::text);
  }

  /** The line for people: only what differs from the defaults, and the learning rate. */
  public String brief() {
    return line(
        option ->
            option.name().equals("lr")
                || kind instanceof HybridKind
                || !options.get(option).equals(option.defaultValue()),
        Strategy::briefText);
  }

  private String line(Predicate<Option<?>> shown, BiFunction<Strategy, Option<?>, String> text) {
    List<String> pairs =
        kind.options().stream()
            .filter(shown)
            .map(o -> o.name() + "=" + text.apply(this, o))
            .toList();
    return pairs.isEmpty() ? name() : name() + "(" + String.join(", ", pairs) + ")";
  }

  private <T> String text(Option<T> option) {
    return option.format(options.get(option));
  }

  private String briefText(Option<?> option) {
    return option instanceof StrategyOption inner ? options.get(inner).brief() : text(option);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Strategy strategy && toString().equals(strategy.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
