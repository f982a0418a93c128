package io.zeroflow.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

  /** One task cannot be forgotten, and what was not measured is not 0. */
  @Test
  void whatWasNotMeasuredIsADash() {
    Board.Row row = new Board.Row("a", 7, Map.of("a", new Score(1, 2)), Map.of(), 0.75, null);
    Board board =
        new Board(
            7L,
            null,
            null,
            new Board.Scores(0.5, 0.5, null, null, null),
            new Board.Scores(null, null, null, null, null),
            Map.of("a", 0.5),
            Map.of(),
            List.of(row),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(Summary.of(board, status(), 1).lines().map(String::strip))
        .contains("learned              50.0     50.0        –")
        .contains("frozen control          –        –        –")
        .contains(
            "A task right after it was learned, %: 50.0 (frozen control –); among its own classes 75.0 (–)")
        .anyMatch(line -> line.matches("a +50\\.0 \\(–\\) +50\\.0 \\(–\\)"));
  }

  private static LearnerStatus status() {
    return new LearnerStatus(
        "m",
        "toy",
        "fine-tune",
        "cpu",
        1,
        Instant.EPOCH,
        null,
        false,
        null,
        null,
        9,
        7,
        10,
        2,
        "zo-sgd",
        0.5f,
        1,
        2,
        0,
        9,
        Map.of());
  }
}
