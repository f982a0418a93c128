package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTest {

  @Test
  void measuresAsThePaperDefinesThem() {
    AccuracyMatrix matrix = new AccuracyMatrix();
    assertThat(matrix.average()).isZero();
    assertThat(matrix.forgetting()).isZero();
    matrix.add("a", Map.of("a", new Score(9, 10)));
    matrix.add("b", Map.of("a", new Score(7, 10), "b", new Score(16, 20)));
    matrix.add("c", Map.of("a", new Score(8, 10), "b", new Score(10, 20), "c", new Score(5, 5)));
    // stages: 9/10, 23/30, 23/35
    assertThat(matrix.average()).isCloseTo((0.9 + 23 / 30.0 + 23 / 35.0) / 3, within(1e-12));
    assertThat(matrix.last()).isCloseTo(23 / 35.0, within(1e-12));
    // best so far minus now: a 0.9 − 0.8, b 0.8 − 0.5; c is not past
    assertThat(matrix.forgetting()).isCloseTo((0.1 + 0.3) / 2, within(1e-12));
  }

  @Test
  void betterThanEverIsNotForgetting() {
    AccuracyMatrix matrix = new AccuracyMatrix();
    matrix.add("a", Map.of("a", new Score(5, 10)));
    assertThat(matrix.forgetting(Map.of("a", new Score(9, 10), "new", new Score(1, 10))))
        .containsExactly(Map.entry("a", 0.0));
  }

  @Test
  void aSeriesStaysSmallAndKeepsItsOrder() {
    Series<Integer> series = new Series<>(100);
    for (int i = 0; i < 100_000; i++) {
      series.add(i);
    }
    assertThat(series.points()).hasSizeBetween(40, 100).isSorted().startsWith(0);
  }
}
