package io.zeroflow.optim.strategy;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of the test matrix: a new kind in the catalog takes part without being named here. */
final class StrategyLines {

  private StrategyLines() {}

  /** Every kind by its defaults, with each of its options set to something else, and with all. */
  static Stream<String> all() {
    return StrategyCatalog.kinds().stream()
        .flatMap(
            kind ->
                Stream.concat(
                    Stream.of(kind.name(), everything(kind)),
                    kind.options().stream()
                        .flatMap(
                            option ->
                                option.examples().stream()
                                    .map(x -> "%s(%s=%s)".formatted(kind.name(), option.name(), x))
                                    .map(StrategyLines::withCompany))));
  }

  /** All that move θ. */
  static Stream<String> moving() {
    return all().filter(line -> !line.startsWith(HoldKind.NAME));
  }

  private static String everything(StrategyKind kind) {
    return kind.options().stream()
        .map(option -> option.name() + "=" + option.examples().getFirst())
        .collect(Collectors.joining(", ", kind.name() + "(", ")"));
  }

  /** An option that means nothing without another. */
  private static String withCompany(String line) {
    return line.replace("resample=", "sparsity=0.5, resample=")
        .replace("hybrid(then=", "hybrid(switch=2, then=")
        .replace("historical-form=", "historical=0.5, historical-form=");
  }
}
