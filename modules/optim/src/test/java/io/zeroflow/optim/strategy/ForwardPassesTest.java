package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepRecord;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step costs, counted by the objective. */
class ForwardPassesTest {

  private static final String TABLE =
      """
      zo-sgd               | 2
      zo-sgd(q=5)          | 10
      zo-sgd(q=1, sides=one) | 2
      zo-sgd(q=5, sides=one) | 6
      zo-sgd(q=5, sparsity=0.5) | 10
      zo-sgd-sign          | 2
      zo-sgd-sign(q=5)     | 10
      zo-sgd-sign(q=5, sides=one, sign=elementwise) | 6
      zo-sgd-conserve      | 5
      zo-sgd-conserve(q=4) | 11
      zo-sgd-conserve(sides=one) | 5
      zo-sgd-conserve(q=4, sides=one) | 8
      zo-newton            | 3
      zo-newton(q=4)       | 9
      zo-adam              | 2
      zo-adam(q=3)         | 6
      zo-adam(q=3, sides=one, amsgrad=true) | 4
      zo-adam-sign(q=3)    | 6
      zo-adam-sign(q=3, sides=one) | 4
      zo-adam-conserve     | 5
      zo-adam-conserve(q=3) | 9
      zo-adam-conserve(q=3, sides=one) | 7
      forward-grad         | 1
      forward-grad(q=4)    | 4
      fo-sgd               | 1
      fo-adam              | 1
      hold                 | 0
      hybrid               | 1
      hybrid(first=zo-sgd-conserve(q=4)) | 11
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void aStepTakes(String line, int expected) {
    Quadratic quadratic = new Quadratic(1, 30);
    Optimizer optimizer = Steps.start(line, 30);
    for (int step = 1; step <= 3; step++) {
      int before = quadratic.forwards();
      StepRecord record = Steps.take(optimizer, quadratic, step, step);
      assertThat(quadratic.forwards() - before).isEqualTo(expected);
      assertThat(record.forwards()).isEqualTo(expected);
    }
  }

  @Test
  void theTableHasEveryKind() {
    Set<String> kinds = new TreeSet<>();
    TABLE.lines().forEach(row -> kinds.add(row.split("[ (]", 2)[0]));
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            StrategyCatalog.kinds().stream().map(StrategyKind::name).toList());
  }
}
