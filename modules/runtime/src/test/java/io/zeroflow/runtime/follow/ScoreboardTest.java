package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.StepWindow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

  private static final Board.Scores NONE = new Board.Scores(null, null, null, null, null);

  private final Told told = new Told();
  private final Metrics metrics = told.metrics();

  @Test
  void anEmptyBoardHasNoNumbers() {
    Board board = told.board();
    assertThat(board.step()).isNull();
    assertThat(board.rows()).isEmpty();
    assertThat(board.scores()).isEqualTo(NONE);
    assertThat(board.control()).isEqualTo(NONE);
    assertThat(board.running()).isNull();
  }

  /** Two tasks; the second forgets half of the first, as worked out by hand. */
  @Test
  void roundsBecomeTheMatrixTheMetricsAndNewsForTheSupervisor() {
    told.recorded(0, new Change.TaskStarted("a"));
    told.measured(5, null, m("a", 6, 8, 7, 9));
    told.recorded(10, new Change.TaskEnded("a", List.of()));
    told.measured(10, "a", m("a", 8, 9, 8, 9)); // overall 0.8
    told.recorded(10, new Change.TaskStarted("b"));
    told.measured(15, null, m("a", 6, 9, 7, 9), m("b", 1, 0, 2, 0)); // a forgot 0.2
    told.recorded(20, new Change.TaskEnded("b", List.of()));
    told.measured(20, "b", m("a", 4, 8, 5, 9), m("b", 10, 6, 10, 7)); // overall 0.7, a forgot 0.4

    assertThat(told.observations())
        .containsExactly(
            seen(0, 5, "a", Set.of("a"), 0.6, null),
            seen(1, 10, null, Set.of("a"), 0.8, null),
            seen(2, 15, "b", Set.of("a", "b"), 0.35, 0.8 - 0.6),
            seen(3, 20, null, Set.of("a", "b"), 0.7, 0.4));

    Board board = told.board();
    assertThat(board.step()).isEqualTo(20);
    assertThat(board.running()).isNull();
    assertThat(board.scores().average()).isCloseTo((0.8 + 0.7) / 2, within(1e-12));
    assertThat(board.scores().last()).isCloseTo(0.7, within(1e-12));
    assertThat(board.scores().forgetting()).isCloseTo(0.4, within(1e-12));
    assertThat(board.scores().forgettingSinceLearned()).isCloseTo(0.4, within(1e-12));
    assertThat(board.scores().backwardTransfer()).isCloseTo(-0.4, within(1e-12));
    assertThat(board.control().average()).isCloseTo((0.9 + 0.7) / 2, within(1e-12));
    assertThat(board.control().last()).isCloseTo(0.7, within(1e-12));
    assertThat(board.control().forgetting()).isCloseTo(0.1, within(1e-12));
    assertThat(board.now()).containsExactly(entry("a", 0.4), entry("b", 1.0));
    assertThat(board.rows())
        .extracting(
            Board.Row::task, Board.Row::step, Board.Row::withinModel, Board.Row::withinControl)
        .containsExactly(tuple("a", 10L, 0.8, 0.9), tuple("b", 20L, 1.0, 0.7));
    assertThat(board.points()).extracting(Board.Point::step).containsExactly(5L, 10L, 15L, 20L);
    assertThat(board.points()).extracting(Board.Point::time).containsOnly(Told.NOW);
    assertThat(board.tasks())
        .containsExactly(new Board.TaskMark(0, "a", ""), new Board.TaskMark(10, "b", ""));

    assertThat(metrics.averageAccuracy.get()).isCloseTo(0.75, within(1e-12));
    assertThat(metrics.lastAccuracy.get()).isCloseTo(0.7, within(1e-12));
    assertThat(metrics.forgetting.get()).isCloseTo(0.4, within(1e-12));
    assertThat(metrics.taskAccuracy.get()).containsOnly(entry("a", 0.4), entry("b", 1.0));
    assertThat(metrics.taskForgetting.get()).containsOnly(entry("a", 0.4));
    assertThat(metrics.controlAverageAccuracy.get()).isCloseTo(0.8, within(1e-12));
    assertThat(metrics.evaluationTimestamp.get()).isEqualTo(Told.NOW.getEpochSecond());
  }

  /** A task that comes back is not past while it runs, though it has ended before. */
  @Test
  void aTaskThatRunsAgainIsNotForgotten() {
    told.recorded(0, new Change.TaskStarted("a"));
    told.recorded(1, new Change.TaskEnded("a", List.of()));
    told.measured(1, "a", m("a", 9, 9, 9, 9));
    told.recorded(1, new Change.TaskStarted("b"));
    told.measured(2, null, m("a", 5, 9, 5, 9));
    told.recorded(2, new Change.TaskEnded("b", List.of()));
    told.recorded(2, new Change.TaskStarted("a"));
    told.measured(3, null, m("a", 5, 9, 5, 9));
    assertThat(told.observations())
        .extracting(seen -> seen.byTask().keySet())
        .containsExactly(Set.of(), Set.of("a"), Set.of());
  }

  @Test
  void theEndOfATaskThatIsNotRunningEndsNone() {
    told.recorded(0, new Change.TaskStarted("b"));
    told.recorded(1, new Change.TaskEnded("a", List.of()));
    assertThat(told.board().running()).isEqualTo("b");
  }

  @Test
  void swapsAreListedFromTheStartOn() {
    told.recorded(
        0,
        new Change.ModelCreated(
            "m", 1, "toy", "toy", 10, 2, List.of(), Strategy.parse("zo-sgd(lr=0.5)")));
    told.recorded(
        7,
        new Change.StrategyChanged(
            1, Strategy.parse("zo-adam"), new Reason("forgetting", "too much", "")));
    assertThat(told.board().swaps())
        .extracting(Board.Swap::step, Board.Swap::number, Board.Swap::cause, Board.Swap::evidence)
        .containsExactly(tuple(0L, 0, "start", ""), tuple(7L, 1, "forgetting", "too much"));
    assertThat(told.board().swaps().getFirst().strategy())
        .isEqualTo(Strategy.parse("zo-sgd(lr=0.5)").brief());
  }

  @Test
  void lossesAreMeansOfTenAfterTheFirstTenAndSkipWhatIsNotFinite() {
    for (int step = 1; step <= 25; step++) {
      told.recorded(step, step(step, step));
      told.recorded(
          step,
          new Change.Step(
              StepRecord.rejected(new StepContext(step, 1, 1), 2, "non-finite-loss"), 0, 1));
    }
    assertThat(told.board().losses())
        .hasSize(12)
        .startsWith(new Board.Loss(1, 1, 1), new Board.Loss(2, 2, 2))
        .endsWith(
            new Board.Loss(10, 10, 10), new Board.Loss(11, 20, 15.5), new Board.Loss(21, 25, 23));
  }

  private static Change step(long step, float loss) {
    return new Change.Step(
        StepRecord.sparse(new StepContext(step, 1, 1), List.of(1f), loss, 2), 0, 4);
  }

  /** Ten held-out samples: right, control right, right within, control right within. */
  private static Measurement m(String task, int right, int control, int within, int controlWithin) {
    return new Measurement(task, right, 0, control, within, controlWithin, 10, 10);
  }

  private static Observation seen(
      long sequence,
      long step,
      @Nullable String task,
      Set<String> measured,
      double accuracy,
      @Nullable Double forgetting) {
    return new Observation(
        sequence,
        step,
        task,
        measured,
        new Observation.Future(accuracy, forgetting),
        forgetting == null ? Map.of() : Map.of("a", forgetting),
        null,
        StepWindow.Summary.NONE,
        2 * step);
  }
}
