package io.zeroflow.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest {

  @Test
  void readsBackWhatItPrints() {
    assertThat(Init.parse(new Init.Zeros().toString())).isEqualTo(new Init.Zeros());
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      float bound = Float.intBitsToFloat(1 + random.nextInt(0x7F7FFFFF)); // any positive float
      Init init = new Init.Uniform(bound);
      assertThat(Init.parse(init.toString())).as(init.toString()).isEqualTo(init);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "zero",
        " zeros",
        "ZEROS",
        "uniform",
        "uniform(",
        "uniform()",
        "uniform)",
        "uniform(x)",
        "uniform(0)",
        "uniform(-1)",
        "uniform(NaN)",
        "uniform(Infinity)",
        "uniform(1e99)",
        "uniform(1,2)",
        "uniform(uniform(1))",
        "uniform(1)\u0000",
        "%s(%n)",
        "𝟙"
      })
  void refusesOtherTextByName(String text) {
    assertThatThrownBy(() -> Init.parse(text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "init '"
                + text
                + "' is not known; expected zeros or uniform(bound) with a positive bound");
  }

  @Test
  void uniformFillsItsRangeEvenly() {
    Init init = new Init.Uniform(0.25f);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      float value = init.at(9, i);
      assertThat(value).isGreaterThanOrEqualTo(-0.25f).isLessThan(0.25f);
      sum += value;
      squares += value * value;
    }
    double variance = 0.25 * 0.25 / 3;
    double bound = 5 * Math.sqrt(variance / n);
    assertThat(sum / n).isBetween(-bound, bound);
    // The variance of x² is bound⁴ (1/5 − 1/9).
    double boundOfSquares = 5 * Math.sqrt(Math.pow(0.25, 4) * (1 / 5.0 - 1 / 9.0) / n);
    assertThat(squares / n).isBetween(variance - boundOfSquares, variance + boundOfSquares);
  }

  @Test
  void dependsOnSeedAndIndexOnly() {
    Init init = new Init.Uniform(1);
    assertThat(init.at(1, 7)).isEqualTo(new Init.Uniform(1).at(1, 7));
    assertThat(init.at(1, 7)).isNotEqualTo(init.at(2, 7)).isNotEqualTo(init.at(1, 8));
  }
}
