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
            + " [lr, eps, q, sides, clip, noise, sparsity, resample, momentum, weight-decay, historical, historical-form]",
        "zo-sgd(beta1=0.5) | zo-sgd has no option 'beta1'; it can be given"
            + " [lr, eps, q, sides, clip, noise, sparsity, resample, momentum, weight-decay, historical, historical-form]",
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
        "zo-sgd(lr=1)) | 'zo-sgd(lr=1))' is not a strategy; write name(key=value, …), such as"
            + " zo-sgd(lr=1e-3, q=2)",
        "zo-sgd)lr=1( | 'zo-sgd)lr=1(' is not a strategy; write name(key=value, …), such as"
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hold",
        "hybrid",
        "hybrid(switch=3)",
        "hybrid(first=fo-sgd, then=zo-sgd)",
        "(zo-sgd)"
      })
  void aHybridIsMadeOfOthers(String inner) {
    assertThatThrownBy(() -> Strategy.parse("hybrid(then=" + inner + ")"))
        .isInstanceOf(StrategyException.class)
        .hasMessageContaining(inner);
    if (inner.startsWith("hybrid")) {
      assertMessage(
          "hybrid(then=" + inner + ")",
          "hybrid: then="
              + inner
              + " is not allowed; then (strategy of the steps after them) must be a strategy that"
              + " steps, other than hybrid, for example then=zo-sgd");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hybrid(first=zo-magic) | strategy 'zo-magic' is not known; it can be one of",
        "hybrid(first=fo-sgd(q=2)) | fo-sgd has no option 'q'; it can be given [lr, clip, momentum,",
        "hybrid(q=2) | hybrid has no option 'q'; it can be given [first, then, switch]",
        "hybrid(then=zo-sgd(q=0)) | zo-sgd: q=0 is not allowed; q (queries: directions that",
        "hybrid(then=zo-sgd(q)) | hybrid: then=zo-sgd(q) is not allowed; then (strategy of the",
        "hybrid(then=zo-sgd(lr=10, weight-decay=1)) | zo-sgd: lr=10 with weight-decay=1 would turn",
        "hybrid(then=zo-sgd(lr=1, lr=2)) | 'lr' is given twice in 'hybrid(then=zo-sgd(lr=1, lr=2))'",
        "hybrid(then=zo-sgd(lr=1) | 'hybrid(then=zo-sgd(lr=1)' is not a strategy; write name(",
        "hybrid(then=zo-sgd(lr=1))) | 'hybrid(then=zo-sgd(lr=1)))' is not a strategy; write name(",
        "hybrid(then=zo-sgd)lr=1() | 'hybrid(then=zo-sgd)lr=1()' is not a strategy; write name(",
        "hybrid(switch=0) | hybrid: switch=0 is not allowed; switch (how many steps of a task",
        "hybrid(switch=fo-sgd(lr=1)) | hybrid: switch=fo-sgd(lr=1) is not allowed; switch (how"
      },
      quoteCharacter = '"')
  void anInnerLineIsReadAsStrictly(String line, String message) {
    assertThatThrownBy(() -> Strategy.parse(line))
        .isInstanceOf(StrategyException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void nestsNoDeeperThanAnyStrategyNeeds() {
    String deep = "a(b=".repeat(300) + "c" + ")".repeat(300);
    assertMessage(deep, "'" + deep + "' nests more than 4 deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cosine",
        "cosine()",
        "cosine(0.1)",
        "cosine(0.1, 100, 0.01, 3)",
        "cosine(0.1, steps=100)",
        "sine(0.1, 100)",
        "0.1(100)"
      })
  void aScheduleHasTwoOrThreeNumbers(String value) {
    assertMessage(
        "zo-sgd(lr=" + value + ")",
        "zo-sgd: lr="
            + value.replace("()", "")
            + " is not allowed; lr (learning rate) must be a number > 0 and < 1000, or"
            + " cosine(from, steps) or linear(from, steps, to), or over-d(c, most) or over-root-d(c,"
            + " most), for example lr=over-d(4.5, 0.001)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cosine(0, 100) | lr=0",
        "cosine(-0.1, 100) | lr=-0.1",
        "cosine(1000, 100) | lr=1000",
        "linear(0.1, 100, -1) | lr=-1",
        "linear(0.1, 100, x) | lr=x",
        "linear(0.1, 100, cosine(0.1, 3)) | lr=cosine(0.1, 3)",
        "linear(0.1, 0) | steps=0",
        "linear(0.1, 1.5) | steps=1.5",
        "linear(0.1, 1000000001) | steps=1000000001"
      })
  void aNumberOfAScheduleIsCheckedByName(String value, String named) {
    assertThatThrownBy(() -> Strategy.parse("zo-sgd(lr=" + value + ")"))
        .isInstanceOf(StrategyException.class)
        .hasMessageStartingWith("zo-sgd: " + named + " is not allowed; ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fo-sgd(lr=2, weight-decay=0.5) | fo-sgd: lr=2 with weight-decay=0.5",
        "zo-adam(lr=0.5, weight-decay=999) | zo-adam: lr=0.5 with weight-decay=999",
        "zo-sgd(lr=linear(1e-3, 5, 2), weight-decay=0.5) | zo-sgd: lr=2 with weight-decay=0.5",
        "zo-sgd(lr=cosine(2, 5, 1e-3), weight-decay=0.5) | zo-sgd: lr=2 with weight-decay=0.5"
      })
  void aDecayOfAllOfThetaIsRefused(String line, String named) {
    assertMessage(
        line,
        named
            + " would turn θ around at every step; their product must be below 1, lower one of"
            + " them");
    Strategy.parse("fo-sgd(lr=1.99, weight-decay=0.5)");
  }

  @Test
  void readsALineOfTwoThousandCharactersAndNotOneMore() {
    String line = "zo-sgd(lr=1)";
    assertThat(Strategy.parse(line + " ".repeat(2000 - line.length())).brief())
        .isEqualTo("zo-sgd(lr=1)");
    assertMessage(
        line + " ".repeat(2001 - line.length()),
        "the strategy line has 2001 characters; at most 2000 are read");
  }

  private static void assertMessage(String line, String message) {
    assertThatThrownBy(() -> Strategy.parse(line))
        .isInstanceOf(StrategyException.class)
        .hasMessage(message);
  }
}
