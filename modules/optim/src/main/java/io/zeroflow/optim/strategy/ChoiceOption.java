package io.zeroflow.optim.strategy;

import java.util.List;

/**
 * One of a few words.
 *
 * @param name key in the strategy line
 * @param choices all that are allowed, the default first
 * @param help what it does, in a few words
 */
record ChoiceOption(String name, List<String> choices, String help) implements Option<String> {

  /** True or false, false by default. */
  static ChoiceOption flag(String name, String help) {
    return new ChoiceOption(name, List.of("false", "true"), help);
  }

  @Override
  public String defaultValue() {
    return choices.getFirst();
  }

  @Override
  public String range() {
    return "one of " + String.join(", ", choices);
  }

  @Override
  public String parse(String strategy, StrategyLine value) {
    String text = value.toString();
    if (!choices.contains(text)) {
      throw wrong(strategy, value, "");
    }
    return text;
  }

  @Override
  public String format(String value) {
    return value;
  }

  @Override
  public List<String> examples() {
    return choices.subList(1, choices.size());
  }
}
