package io.zeroflow.optim.strategy;

import java.util.Map;

/** Checked option values of one strategy, defaults filled in. */
final class Options {

  private final Map<Option<?>, Object> values;

  Options(Map<Option<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  @SuppressWarnings("unchecked") // an option's value is what that option parsed
  <T> T get(Option<T> option) {
    Object value = values.get(option);
    if (value == null) {
      throw new IllegalStateException("the strategy does not declare option " + option.name());
    }
    return (T) value;
  }

  float real(NumberOption option) {
    return get(option).floatValue();
  }

  int whole(NumberOption option) {
    return get(option).intValue();
  }

  boolean is(ChoiceOption option, String choice) {
    if (!option.choices().contains(choice)) {
      throw new IllegalStateException(option.name() + " is never " + choice);
    }
    return get(option).equals(choice);
  }
}
