package io.zeroflow.optim.strategy;

import java.util.List;

/**
 * Something that a strategy can be given.
 *
 * @param <T> what it is once it has been read; immutable, equal by value
 */
public interface Option<T> {

  /** Key in the strategy line. */
  String name();

  /** What it does, in a few words. */
  String help();

  /** The allowed values in words. */
  String range();

  /** Used when the key is absent. */
  T defaultValue();

  /**
   * Reads and checks a value.
   *
   * @throws StrategyException naming the value and what is allowed
   */
  T parse(String strategy, StrategyLine value);

  /** The shortest text that reads back to the same value. */
  String format(T value);

  /** Values worth a test beside the default, as one would write them. */
  List<String> examples();

  /** The default as one would write it. */
  default String defaultText() {
    return format(defaultValue());
  }

  /** What to say of a value that is not allowed. */
  default StrategyException wrong(String strategy, StrategyLine value, String reason) {
    return new StrategyException(
        "%s: %s=%s is not allowed; %s (%s) must be %s, for example %s=%s%s"
            .formatted(
                strategy, name(), value, name(), help(), range(), name(), defaultText(), reason));
  }
}
