package io.zeroflow.optim.strategy;

import java.util.stream.Stream;

/** The rows of the test matrix: a new kind in the catalog takes part without being named here. */
final class StrategyLines {

  private StrategyLines() {}

  /** Every kind by its defaults, and with each of its options set to something else. */
  static Stream<String> all() {
    return StrategyCatalog.kinds().stream()
        .flatMap(
            kind ->
                Stream.concat(
                    Stream.of(kind.name()),
                    kind.options().stream()
                        .map(o -> "%s(%s=%s)".formatted(kind.name(), o.name(), other(o)))));
  }

  private static String other(Option option) {
    if (option.whole()) {
      return "3";
    }
    return option.defaultValue() == 0 ? "0.25" : Option.format(option.defaultValue() / 2);
  }
}
