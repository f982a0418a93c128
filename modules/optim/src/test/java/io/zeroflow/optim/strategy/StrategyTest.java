package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

  @Test
  void spellsEveryDefaultOut() {
    assertThat(Strategy.parse("zo-sgd"))
        .hasToString(
            "zo-sgd(lr=over-d(4.5, 0.001), eps=0.001, q=1, sides=two, clip=0, noise=gaussian, sparsity=0, resample=step, momentum=0,"
                + " weight-decay=0, historical=0, historical-form=unbiased)");
    assertThat(Strategy.parse("zo-adam"))
        .hasToString(
            "zo-adam(lr=over-root-d(0.15, 0.002), eps=0.001, q=1, sides=two, clip=0, noise=gaussian, sparsity=0, resample=step,"
                + " beta1=0.9, beta2=0.999, delta=1e-8, amsgrad=false, weight-decay=0,"
                + " historical=0, historical-form=unbiased)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zo-sgd(q=4,lr=5e-5)",
        "  zo-sgd ( lr = 0.00005 , q = 4 )  ",
        "zo-sgd\n(\tlr=5E-5,\r\n q=4.0)",
        "zo-sgd(lr=+.5e-4, q=4, momentum=-0, weight-decay=0)",
        "zo-sgd(lr=5e-5, eps=0.001, q=4, momentum=0, weight-decay=0)"
      })
  void readsTheSameStrategyHoweverItIsWritten(String line) {
    Strategy strategy = Strategy.parse(line);
    assertThat(strategy)
        .returns("zo-sgd(lr=5e-5, q=4)", Strategy::brief)
        .isEqualTo(Strategy.parse("zo-sgd(lr=5e-5, q=4)"))
        .hasSameHashCodeAs(Strategy.parse("zo-sgd(lr=5e-5, q=4)"));
    assertThat(strategy.name()).isEqualTo("zo-sgd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forward-grad(q=2)",
        "fo-sgd",
        "fo-adam",
        "hybrid",
        "hybrid(first=zo-sgd, then=forward-grad)",
        "hybrid(first=fo-sgd, then=zo-sgd)"
      })
  void needsGradientsIfAnyPartDoes(String line) {
    assertThat(Strategy.parse(line).needsGradients()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zo-sgd",
        "zo-sgd-sign",
        "zo-sgd-conserve",
        "zo-newton",
        "zo-adam",
        "zo-adam-sign",
        "zo-adam-conserve",
        "hybrid(first=zo-adam, then=zo-sgd)"
      })
  void needsNoGradientsWhereLossesAreAll(String line) {
    assertThat(Strategy.parse(line).needsGradients()).isFalse();
  }

  @Test
  void emptyParenthesesAreNone() {
    assertThat(Strategy.parse("zo-adam( )")).isEqualTo(Strategy.parse("zo-adam"));
  }

  @Test
  void differsWhenASettingOrTheKindDiffers() {
    assertThat(Strategy.parse("zo-sgd(lr=1e-3)")).isNotEqualTo(Strategy.parse("zo-sgd(lr=2e-3)"));
    assertThat(Strategy.parse("zo-sgd(lr=1e-3)")).isNotEqualTo(Strategy.parse("zo-adam(lr=1e-3)"));
    // neighbouring floats that agree in their first seven digits
    assertThat(Strategy.parse("zo-sgd(lr=1.00000012)"))
        .isNotEqualTo(Strategy.parse("zo-sgd(lr=1)"));
  }

  /** A float has no 2²⁴ + 1, but a count is no float. */
  @ParameterizedTest
  @ValueSource(ints = {16_777_217, 123_456_789, 999_999_999, 1_000_000_000})
  void keepsEveryCountAsItIsWritten(int count) {
    assertThat(Strategy.parse("hybrid(switch=" + count + ")").toString())
        .endsWith(", switch=" + count + ")");
    String schedule = "linear(0.1, " + count + ", 0.01)";
    assertThat(Strategy.parse("zo-sgd(lr=" + schedule + ")").brief())
        .isEqualTo("zo-sgd(lr=" + schedule + ")");
  }

  @Test
  void theBriefLineOfAHybridIsBriefInsideToo() {
    String line = "hybrid(first=fo-sgd(lr=0.001), then=zo-sgd(lr=2e-4), switch=5)";
    assertThat(Strategy.parse(line).brief()).isEqualTo(line);
    assertThat(Strategy.parse(Strategy.parse(line).brief())).isEqualTo(Strategy.parse(line));
  }
}
