package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every expected number is worked out by hand in the comment beside it. */
class AccuracyMatrixTest {

  private final AccuracyMatrix matrix = new AccuracyMatrix();

  /**
   * Tasks a (10 samples), b (20) and c (10) of unequal size, forgetting and recovery among them.
   */
  private void threeTasks() {
    matrix.add("a", scores("a", 9, 10)); // 9/10 = 0.9
    matrix.add("b", scores("a", 6, 10, "b", 18, 20)); // 24/30 = 0.8
    matrix.add("c", scores("a", 7, 10, "b", 12, 20, "c", 9, 10)); // 28/40 = 0.7
  }

  @Test
  void anEmptyMatrixMeasuresNothing() {
    assertThat(matrix.size()).isZero();
    assertThat(matrix.average()).isNull();
    assertThat(matrix.last()).isNull();
    assertThat(matrix.forgetting()).isNull();
    assertThat(matrix.backwardTransfer(scores("a", 1, 2))).isNull();
    assertThat(matrix.forgetting(scores("a", 1, 2))).isEmpty();
  }

  @Test
  void averageIsTheMeanOverStagesAndLastTheLastStage() {
    threeTasks();
    assertThat(matrix.size()).isEqualTo(3);
    assertThat(matrix.average()).isCloseTo((0.9 + 0.8 + 0.7) / 3, within(1e-12));
    assertThat(matrix.last()).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void forgettingIsTheMeanOverPastTasksOfBestMinusNow() {
    threeTasks();
    // a: best 0.9, now 0.7; b: best 0.9, now 0.6; c is not past.
    assertThat(matrix.forgetting()).isCloseTo((0.2 + 0.3) / 2, within(1e-12));
  }

  @Test
  void backwardTransferIsAgainstTheRowOfTheTaskItselfAndCanBeAGain() {
    threeTasks();
    matrix.add("d", scores("a", 10, 10, "b", 12, 20, "c", 8, 10, "d", 1, 10));
    // a: 0.9 then 1.0, b: 0.9 then 0.6, c: 0.9 then 0.8; d is not past.
    assertThat(matrix.backwardTransfer(matrix.past()))
        .isCloseTo((0.1 - 0.3 - 0.1) / 3, within(1e-12));
    // Against the best, a has lost nothing, and that hides its gain.
    assertThat(matrix.forgetting()).isCloseTo((0 + 0.3 + 0.1) / 3, within(1e-12));
  }

  @Test
  void oneTaskCannotBeForgotten() {
    matrix.add("a", scores("a", 3, 10));
    assertThat(matrix.forgetting()).isNull();
  }

  @Test
  void forgettingNowIsAgainstTheBestRowOfEveryEndedTask() {
    threeTasks();
    Map<String, Double> now = matrix.forgetting(scores("a", 10, 10, "b", 10, 20, "d", 0, 10));
    assertThat(now).containsOnlyKeys("a", "b"); // d has not ended
    assertThat(now).hasEntrySatisfying("a", v -> assertThat(v).isZero()); // better than ever
    assertThat(now).hasEntrySatisfying("b", v -> assertThat(v).isCloseTo(0.9 - 0.5, within(1e-12)));
  }

  @Test
  void ofATaskThatWasNotMeasuredBeforeNobodyKnowsWhatItHasLost() {
    matrix.add("a", scores("b", 1, 2)); // the held-out samples of a came late
    assertThat(matrix.forgetting(scores("a", 0, 4))).isEmpty();
    assertThat(matrix.backwardTransfer(scores("a", 0, 4))).isNull();
  }

  @Test
  void anEndAtWhichNothingWasMeasuredIsNoneOfTheMean() {
    matrix.add("a", Map.of());
    assertThat(matrix.average()).isNull();
    matrix.add("b", scores("b", 1, 2));
    assertThat(matrix.average()).isEqualTo(0.5);
  }

  @Test
  void aRowIsACopy() {
    Map<String, Score> scores = new LinkedHashMap<>(scores("a", 5, 10));
    matrix.add("a", scores);
    scores.put("a", new Score(0, 10));
    assertThat(matrix.last()).isEqualTo(0.5);
  }

  @Test
  void nothingMeasuredIsNotZero() {
    assertThatThrownBy(() -> new Score(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThat(AccuracyMatrix.overall(Map.of())).isNull();
    assertThat(AccuracyMatrix.mean(List.of())).isNull();
  }

  private static Map<String, Score> scores(Object... taskCorrectTotal) {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (int i = 0; i < taskCorrectTotal.length; i += 3) {
      scores.put(
          (String) taskCorrectTotal[i],
          new Score((Integer) taskCorrectTotal[i + 1], (Integer) taskCorrectTotal[i + 2]));
    }
    return scores;
  }
}
