package io.zeroflow.runtime.follow;

import io.zeroflow.journal.Effect;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that has been measured, for people: HTTP, the page, the terminal. Immutable.
 *
 * @param step version of the model that was measured last, or null while none was
 * @param measured task that was running in that version, or null
 * @param running task whose samples are arriving, or null
 * @param scores of the model
 * @param control scores of the frozen control
 * @param now accuracy by task, last measurement
 * @param forgettingNow by past task, last measurement
 * @param rows the accuracy matrix
 * @param points accuracy over steps
 * @param losses loss over steps
 * @param swaps every strategy, the first included
 * @param decisions the last ones, the newest first
 * @param tasks where each task started
 */
public record Board(
    @Nullable Long step,
    @Nullable String measured,
    @Nullable String running,
    Scores scores,
    Scores control,
    Map<String, Double> now,
    Map<String, Double> forgettingNow,
    List<Row> rows,
    List<Point> points,
    List<Loss> losses,
    List<Swap> swaps,
    List<Decided> decisions,
    List<TaskMark> tasks) {

  public Board {
    now = new LinkedHashMap<>(now);
    forgettingNow = new LinkedHashMap<>(forgettingNow);
    rows = List.copyOf(rows);
    points = List.copyOf(points);
    losses = List.copyOf(losses);
    swaps = List.copyOf(swaps);
    decisions = List.copyOf(decisions);
    tasks = List.copyOf(tasks);
  }

  /**
   * The paper's measures, and the other two that go by the name of forgetting, as ratios; null
   * before anything was measured that they are made of.
   *
   * @param average Avg over ended tasks
   * @param last accuracy on all classes seen, last measurement
   * @param forgetting Fgt, last measurement: mean over past tasks of best accuracy so far − now
   * @param forgettingSinceLearned the same of accuracy right after the task − now
   * @param backwardTransfer BWT: the same with its sign reversed
   */
  public record Scores(
      @Nullable Double average,
      @Nullable Double last,
      @Nullable Double forgetting,
      @Nullable Double forgettingSinceLearned,
      @Nullable Double backwardTransfer) {

    static Scores of(
        AccuracyMatrix matrix, @Nullable Double last, Map<String, AccuracyMatrix.Score> past) {
      Double transfer = matrix.backwardTransfer(past);
      return new Scores(
          matrix.average(),
          last,
          AccuracyMatrix.mean(matrix.forgetting(past).values()),
          transfer == null ? null : (Double) (0 - transfer), // not -0.0
          transfer);
    }
  }

  /**
   * Row k of the accuracy matrix.
   *
   * @param task that had just ended
   * @param model a[k][j] by task j
   * @param control the frozen control's
   * @param withinModel accuracy on task k among its own classes only; null if it was not measured
   * @param withinControl the frozen control's
   */
  public record Row(
      String task,
      long step,
      Map<String, Score> model,
      Map<String, Score> control,
      @Nullable Double withinModel,
      @Nullable Double withinControl) {
    public Row {
      model = new LinkedHashMap<>(model);
      control = new LinkedHashMap<>(control);
    }
  }

  /**
   * A measurement in time: accuracy by task, over all classes, and mean forgetting; that is null
   * while no task is past.
   */
  public record Point(
      long step,
      Instant time,
      Map<String, Double> tasks,
      double overall,
      @Nullable Double forgetting) {
    public Point {
      tasks = new LinkedHashMap<>(tasks);
    }
  }

  /** Mean loss of the steps from {@code from} to {@code step}. */
  public record Loss(long from, long step, double loss) {}

  /** From {@code step} on, this strategy. */
  public record Swap(
      long step, Instant time, int number, String strategy, String cause, String evidence) {}

  /**
   * A decision about how the model learns.
   *
   * @param number sequence of its journal record
   * @param decision what kind of decision, as the journal calls it
   * @param what of it: a strategy or a policy
   * @param effect what it came to, summed over all that was measured; null before that
   */
  public record Decided(
      long number,
      long step,
      Instant time,
      String decision,
      String what,
      String cause,
      String evidence,
      String expected,
      @Nullable Effect effect) {}

  /**
   * The first step of a task is the one after {@code step}.
   *
   * @param evidence for a task that the stream did not name; else empty
   */
  public record TaskMark(long step, String task, String evidence) {}
}
