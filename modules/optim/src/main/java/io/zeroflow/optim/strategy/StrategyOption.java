package io.zeroflow.optim.strategy;

import java.util.List;

/**
 * A whole strategy, for those that are made of others.
 *
 * @param name key in the strategy line
 * @param defaultLine the default as one would write it
 * @param help what it is for, in a few words
 */
record StrategyOption(String name, String defaultLine, String help) implements Option<Strategy> {

  @Override
  public String range() {
    return "a strategy that steps, other than " + HybridKind.NAME;
  }

  @Override
  public Strategy defaultValue() {
    return Strategy.parse(defaultLine);
  }

  @Override
  public Strategy parse(String strategy, StrategyLine value) {
    boolean part = !List.of(HybridKind.NAME, HoldKind.NAME).contains(value.name());
    if (!part || !value.values().isEmpty()) {
      throw wrong(strategy, value, "");
    }
    return Strategy.of(value);
  }

  @Override
  public String format(Strategy value) {
    return value.toString();
  }

  @Override
  public String defaultText() {
    return defaultLine;
  }

  @Override
  public List<String> examples() {
    return List.of("zo-adam", "zo-sgd(momentum=0.5)");
  }
}
