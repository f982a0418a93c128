package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyErrorsTest {

  @Test
  void namesEveryStrategyThereIs() {
    List<String> names = StrategyCatalog.kinds().stream().map(StrategyKind::name).toList();
    assertThat(names).contains("zo-sgd", "zo-adam").doesNotHaveDuplicates();
    assertMessage("zo-magic(lr=1)", "strategy 'zo-magic' is not known; it can be one of " + names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zo-sgd(learning-rate=1) | zo-sgd has no option 'learning-rate'; it can be given"
            + " [lr, eps, q, sides, clip, sparsity, resample, momentum, weight-decay, historical, historical-form]",
        "zo-sgd(beta1=0.5) | zo-sgd has no option 'beta1'; it can be given"
            + " [lr, eps, q, sides, clip, sparsity, resample, momentum, weight-decay, historical, historical-form]",
        "zo-sgd(lr=1, lr=2) | 'lr' is given twice in 'zo-sgd(lr=1, lr=2)'",
        "zo-sgd(lr) | 'lr' in 'zo-sgd(lr)' is not key=value",
        "zo-sgd(lr=) | 'lr=' in 'zo-sgd(lr=)' is not key=value",
        "zo-sgd(lr=1,) | '' in 'zo-sgd(lr=1,)' is not key=value",
        "zo-sgd(lr=1 q=2) | 'lr=1 q=2' in 'zo-sgd(lr=1 q=2)' is not key=value",
        "zo-sgd(lr=(1)) | 'lr=(1)' in 'zo-sgd(lr=(1))' is not key=value",
        "zo-sgd(lr=1 | 'zo-sgd(lr=1' is not a strategy; write name(key=value, …), such as"
            + " zo-sgd(lr=1e-3, q=2)",
        "zo-sgd lr=1 | 'zo-sgd lr=1' is not a strategy; write name(key=value, …), such as"
            + " zo-sgd(lr=1e-3, q=2)",
        "ZO-SGD | 'ZO-SGD' is not a strategy; write name(key=value, …), such as"
            + " zo-sgd(lr=1e-3, q=2)",
        "'' | '' is not a strategy; write name(key=value, …), such as zo-sgd(lr=1e-3, q=2)"
      },
      quoteCharacter = '"')
  void saysWhatIsWrongAndWhatIsAllowed(String line, String message) {
    assertMessage(line.equals("''") ? "" : line, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-1",
        "NaN",
        "Infinity",
        "-Infinity",
        "one",
        "1f",
        "0x1p-3",
        "1e",
        ".",
        "1e999"
      })
  void learningRateIsAPositiveNumber(String value) {
    assertMessage(
        "zo-sgd(lr=" + value + ")",
        "zo-sgd: lr="
            + value
            + " is not allowed; lr (learning rate) must be a number > 0 and < 1000, for example lr=2e-4");
  }

  @Test
  void smoothingRadiusIsPositive() {
    assertMessage(
        "zo-adam(eps=0)",
        "zo-adam: eps=0 is not allowed; eps (smoothing radius ε of the probe) must be a number"
            + " > 0 and < 1000, for example eps=0.001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1025", "99999999", "1e300"})
  void queriesAreAWholeNumberWithinALimit(String value) {
    assertMessage(
        "zo-sgd(q=" + value + ")",
        "zo-sgd: q="
            + value
            + " is not allowed; q (queries: directions that are probed and averaged) must be a whole number ≥ 1"
            + " and < 1025, for example q=1");
  }

  /** What is fine as written may be something else as a float. */
  @ParameterizedTest
  @CsvSource({
    "zo-sgd, lr, 1e-50, 0.0",
    "zo-sgd, weight-decay, 1e-50, 0.0",
    "zo-sgd, momentum, 0.99999999999, 1.0",
    "zo-adam, beta2, 0.99999999999, 1.0",
    "zo-adam, delta, 1e-46, 0.0"
  })
  void refusesWhatAFloatCannotHold(String name, String key, String value, String rounded) {
    assertThatThrownBy(() -> Strategy.parse("%s(%s=%s)".formatted(name, key, value)))
        .isInstanceOf(StrategyException.class)
        .hasMessageStartingWith("%s: %s=%s is not allowed; ".formatted(name, key, value))
        .hasMessageEndingWith("; as a 32-bit float it would be " + rounded);
  }

  @Test
  void readsNoMoreThanALine() {
    assertMessage(
        "zo-sgd(lr=" + "1".repeat(9_989) + ")",
        "the strategy line has 10000 characters; at most 2000 are read");
    assertMessage(
        " ".repeat(10_000), "the strategy line has 10000 characters; at most 2000 are read");
  }

  private static void assertMessage(String line, String message) {
    assertThatThrownBy(() -> Strategy.parse(line))
        .isInstanceOf(StrategyException.class)
        .hasMessage(message);
  }
}
