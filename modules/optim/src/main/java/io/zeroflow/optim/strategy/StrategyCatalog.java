package io.zeroflow.optim.strategy;

import java.util.List;

/** Every strategy there is. */
public final class StrategyCatalog {

  private static final List<StrategyKind> KINDS = List.of(new ZoSgd(), new ZoAdam());

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
