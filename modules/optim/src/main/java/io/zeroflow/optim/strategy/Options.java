package io.zeroflow.optim.strategy;

import java.util.Map;

/** Checked option values of one strategy, defaults filled in. */
public final class Options {

  private final Map<String, Double> values;

  Options(Map<String, Double> values) {
    this.values = values;
  }

  float real(Option option) {
    return (float) value(option);
  }

  int whole(Option option) {
    return (int) value(option);
  }

  double value(Option option) {
    Double value = values.get(option.name());
    if (value == null) {
      throw new IllegalStateException("the strategy does not declare option " + option.name());
    }
    return value;
  }
}
