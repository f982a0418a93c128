package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zo-sgd(lr=2e-4)                       | 3     | zo-sgd(lr=6e-4)
          zo-sgd(lr=2e-4)                       | 0.333 | zo-sgd(lr=6.7e-5)
          zo-adam(lr=0.1, q=4)                  | 9     | zo-adam(lr=0.9, q=4)
          zo-sgd(lr=cosine(1e-3, 800))          | 3     | zo-sgd(lr=cosine(3e-3, 800))
          zo-sgd(lr=linear(1e-3, 800, 1e-4))    | 3     | zo-sgd(lr=linear(3e-3, 800, 3e-4))
          zo-sgd(lr=over-d(4, 1e-3))            | 3     | zo-sgd(lr=over-d(12, 3e-3))
          zo-sgd-sign(lr=over-root-d(1, 1e-3))  | 3     | zo-sgd-sign(lr=over-root-d(3, 3e-3))
          hybrid(first=zo-adam(lr=1e-3), then=zo-sgd(lr=cosine(2e-4, 9)), switch=5) | 3 \
          | hybrid(first=zo-adam(lr=3e-3), then=zo-sgd(lr=cosine(6e-4, 9)), switch=5)
          """)
  void scalesEveryRateAndNothingElse(String line, double factor, String expected) {
    assertThat(LearningRates.times(Strategy.parse(line), factor))
        .isEqualTo(Strategy.parse(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zo-sgd(q=4, lr=1e-3)  | zo-sgd(lr=0.001, q=4)
          zo-sgd(lr=cosine(1e-3, 800)) | zo-sgd(lr=cosine(0.001, 800, 0))
          hybrid(first=zo-adam(lr=cosine(1e-3, 9)), then=zo-sgd(sparsity=0.5), switch=5) \
          | hybrid(first=zo-adam(lr=cosine(0.001, 9, 0)), then=zo-sgd(lr=over-d(4.5, 0.001), sparsity=0.5), switch=5)
          """)
  void titlesAreBriefInsideToo(String line, String title) {
    assertThat(Titles.of(Strategy.parse(line))).isEqualTo(title);
  }
}
