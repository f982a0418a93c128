package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
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
    StrategyLine parsed = StrategyLine.parse(line);
    StrategyKind kind = StrategyCatalog.kind(parsed.name());
    Map<String, Double> values = new LinkedHashMap<>();
    kind.options().forEach(option -> values.put(option.name(), option.defaultValue()));
    parsed
        .options()
        .forEach((key, text) -> values.put(key, option(kind, key).parse(kind.name(), text)));
    return new Strategy(kind, new Options(values));
  }

  private static Option option(StrategyKind kind, String key) {
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

  /** An optimizer over θ that takes over the state of {@code previous} where it means the same. */
  public Optimizer optimizer(Theta theta, @Nullable Optimizer previous) {
    return kind.optimizer(options, theta, previous);
  }

  /** The canonical line: every option, in the kind's order; reads back to an equal strategy. */
  @Override
  public String toString() {
    return kind.options().stream()
        .map(option -> option.name() + "=" + Option.format(options.value(option)))
        .collect(Collectors.joining(", ", kind.name() + "(", ")"));
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
