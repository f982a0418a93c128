package io.zeroflow.server.http;

import io.zeroflow.journal.Effect;
import io.zeroflow.optim.strategy.Option;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyKind;
import io.zeroflow.runtime.Health;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shapes of the API's answers. */
final class Views {

  private Views() {}

  /** {@code GET /api/v1/accuracy}. */
  record Accuracy(
      @Nullable Long step,
      @Nullable String runningTask,
      Board.Scores model,
      Board.Scores control,
      Map<String, Double> accuracyByTask,
      Map<String, Double> forgettingByTask,
      List<MatrixRow> matrix) {

    static Accuracy of(Board board) {
      return new Accuracy(
          board.step(),
          board.measured(),
          board.scores(),
          board.control(),
          board.now(),
          board.forgettingNow(),
          board.rows().stream().map(MatrixRow::of).toList());
    }
  }

  /** Row k of the accuracy matrix, as ratios. */
  record MatrixRow(
      String afterTask,
      long step,
      Map<String, Double> accuracy,
      Map<String, Double> control,
      @Nullable Double withinTask,
      @Nullable Double withinTaskControl) {

    static MatrixRow of(Board.Row row) {
      return new MatrixRow(
          row.task(),
          row.step(),
          ratios(row.model()),
          ratios(row.control()),
          row.withinModel(),
          row.withinControl());
    }

    private static Map<String, Double> ratios(Map<String, Score> scores) {
      Map<String, Double> ratios = new LinkedHashMap<>();
      scores.forEach((task, score) -> ratios.put(task, score.ratio()));
      return ratios;
    }
  }

  /** {@code GET /api/v1/history}: what the page draws when it opens. */
  record History(
      List<Board.Point> points,
      List<Board.Loss> losses,
      List<Board.Swap> swaps,
      List<Board.TaskMark> tasks) {

    static History of(Board board) {
      return new History(board.points(), board.losses(), board.swaps(), board.tasks());
    }
  }

  /** One event of {@code GET /api/v1/events}: what changes from second to second. */
  record Event(
      LearnerStatus status,
      Accuracy accuracy,
      Board.@Nullable Point point,
      Board.@Nullable Loss loss,
      int swaps,
      int tasks,
      long decisions,
      String policy,
      Health health) {

    static Event of(LearnerStatus status, Board board, String policy, Health health) {
      return new Event(
          status,
          Accuracy.of(board),
          last(board.points()),
          last(board.losses()),
          board.swaps().size(),
          board.tasks().size(),
          changes(board.decisions()),
          policy,
          health);
    }

    /** Grows with every decision and every measured effect. */
    private static long changes(List<Board.Decided> decisions) {
      return decisions.isEmpty()
          ? 0
          : decisions.getFirst().number()
              + decisions.stream()
                  .map(Board.Decided::effect)
                  .filter(Objects::nonNull)
                  .mapToLong(Effect::evaluations)
                  .sum();
    }

    private static <T> @Nullable T last(List<T> list) {
      return list.isEmpty() ? null : list.getLast();
    }
  }

  /** {@code GET /api/v1/strategy}, and the answer to a swap. */
  record Strategy(String strategy, long step, List<Kind> known) {

    static Strategy of(LearnerStatus status) {
      return new Strategy(
          status.strategy(),
          status.step(),
          StrategyCatalog.kinds().stream().map(Kind::of).toList());
    }
  }

  /** {@code GET /api/v1/decisions}: the newest first. */
  record Decisions(List<Board.Decided> decisions) {

    static Decisions of(Board board) {
      return new Decisions(board.decisions());
    }
  }

  /** {@code GET /api/v1/policy}, and the answer to a change. */
  record Policy(String policy, Map<String, String> known) {
    Policy {
      known = new LinkedHashMap<>(known);
    }
  }

  /** {@code GET /api/v1/tasks}: in the order of their first start. */
  record Tasks(List<Task> tasks) {

    static Tasks of(Board board) {
      Map<String, Task> tasks = new LinkedHashMap<>();
      for (Board.TaskMark mark : board.tasks()) {
        String name = mark.task();
        tasks.putIfAbsent(
            name,
            new Task(
                name,
                mark.step(),
                mark.evidence(),
                name.equals(board.running()),
                board.now().get(name),
                board.forgettingNow().get(name)));
      }
      return new Tasks(List.copyOf(tasks.values()));
    }
  }

  /**
   * A task.
   *
   * @param afterStep its first step is the one after
   * @param evidence for a task that the stream did not name, but the learner found; else empty
   * @param running whether its samples are arriving
   * @param accuracy on its held-out samples, among all classes seen; null before it is measured
   * @param forgetting best accuracy so far less that; null while it is not past
   */
  record Task(
      String task,
      long afterStep,
      String evidence,
      boolean running,
      @Nullable Double accuracy,
      @Nullable Double forgetting) {}

  /** A kind of strategy and its options, for people who write one. */
  record Kind(String name, String help, Map<String, String> options) {

    static Kind of(StrategyKind kind) {
      Map<String, String> options = new LinkedHashMap<>();
      for (Option<?> option : kind.options()) {
        options.put(
            option.name(),
            "%s; %s, default %s".formatted(option.help(), option.range(), option.defaultText()));
      }
      return new Kind(kind.name(), kind.help(), options);
    }
  }

  /**
   * The answer to {@code POST /api/v1/pause} and {@code /resume}.
   *
   * @param changed whether it was not so already
   * @param step the last one
   */
  record Pause(
      boolean changed,
      long step,
      boolean paused,
      @Nullable String pausedBy,
      @Nullable Instant pausedSince) {

    static Pause of(boolean changed, LearnerStatus status) {
      return new Pause(
          changed, status.step(), status.paused(), status.pausedBy(), status.pausedSince());
    }
  }

  /**
   * The answer to {@code POST /api/v1/flush}.
   *
   * @param samples that no longer wait for a full batch
   */
  record Flushed(int samples) {}

  /** The answer to {@code POST /api/v1/snapshot}. */
  record Snapshot(long step) {}

  /** RFC 9457. */
  record Problem(String title, int status, String detail) {}
}
