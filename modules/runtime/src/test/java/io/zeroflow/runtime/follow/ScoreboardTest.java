package io.zeroflow.runtime.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.api.trace.SpanContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Reason;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.StepWindow;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

  private static final Predictor NOTHING =
      new Predictor() {
        @Override
        public List<String> labels() {
          return List.of();
        }

        @Override
        public float[][] scores(List<Encoded> encoded, Batch batch) {
          return new float[0][];
        }
      };
  private static final NearestMean CONTROL = new NearestMean(List.of());

  private final Metrics metrics = new Metrics(new PrometheusRegistry());
  private final TestProbe<Supervisor.Command> supervisor = KIT.createTestProbe();
  private final TestProbe<Board> asker = KIT.createTestProbe();
  private final ActorRef<Scoreboard.Command> scoreboard =
      KIT.spawn(Scoreboard.create(metrics, supervisor.ref(), Clock.fixed(NOW, ZoneOffset.UTC)));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void anEmptyBoardIsZeroEverywhere() {
    Board board = board();
    assertThat(board.rows()).isEmpty();
    assertThat(board.scores()).isEqualTo(new Board.Scores(0, 0, 0, 0, 0));
    assertThat(board.running()).isNull();
  }

  /** Two tasks; the second forgets half of the first, as worked out by hand. */
  @Test
  void roundsBecomeTheMatrixTheMetricsAndNewsForTheSupervisor() {
    recorded(0, new Change.TaskStarted("a"));
    measured(5, null, m("a", 6, 8, 7, 9));
    recorded(10, new Change.TaskEnded("a", List.of()));
    measured(10, "a", m("a", 8, 9, 8, 9)); // overall 0.8
    recorded(10, new Change.TaskStarted("b"));
    measured(15, null, m("a", 6, 9, 7, 9), m("b", 1, 0, 2, 0)); // a forgot 0.2
    recorded(20, new Change.TaskEnded("b", List.of()));
    measured(20, "b", m("a", 4, 8, 5, 9), m("b", 10, 6, 10, 7)); // overall 0.7, a forgot 0.4

    assertThat(observations(4))
        .containsExactly(
            seen(5, "a", 0, Map.of(), 0.6),
            seen(10, null, 0, Map.of(), 0.8),
            seen(15, "b", 0.8 - 0.6, Map.of("a", 0.8 - 0.6), 0.35),
            seen(20, null, 0.4, Map.of("a", 0.4), 0.7));

    Board board = board();
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
    assertThat(board.points()).extracting(Board.Point::time).containsOnly(NOW);
    assertThat(board.tasks())
        .containsExactly(new Board.TaskMark(0, "a", ""), new Board.TaskMark(10, "b", ""));

    assertThat(metrics.averageAccuracy.get()).isCloseTo(0.75, within(1e-12));
    assertThat(metrics.lastAccuracy.get()).isCloseTo(0.7, within(1e-12));
    assertThat(metrics.forgetting.get()).isCloseTo(0.4, within(1e-12));
    assertThat(metrics.taskAccuracy.labelValues("b").get()).isEqualTo(1);
    assertThat(metrics.taskForgetting.labelValues("a").get()).isCloseTo(0.4, within(1e-12));
    assertThat(metrics.controlAverageAccuracy.get()).isCloseTo(0.8, within(1e-12));
    assertThat(metrics.evaluationTimestamp.get()).isEqualTo(NOW.getEpochSecond());
  }

  /** A task that comes back is not past while it runs, though it has ended before. */
  @Test
  void aTaskThatRunsAgainIsNotForgotten() {
    recorded(0, new Change.TaskStarted("a"));
    recorded(1, new Change.TaskEnded("a", List.of()));
    measured(1, "a", m("a", 9, 9, 9, 9));
    recorded(1, new Change.TaskStarted("b"));
    measured(2, null, m("a", 5, 9, 5, 9));
    recorded(2, new Change.TaskEnded("b", List.of()));
    recorded(2, new Change.TaskStarted("a"));
    measured(3, null, m("a", 5, 9, 5, 9));
    assertThat(observations(3))
        .extracting(seen -> seen.byTask().keySet())
        .containsExactly(Set.of(), Set.of("a"), Set.of());
  }

  @Test
  void theEndOfATaskThatIsNotRunningEndsNone() {
    recorded(0, new Change.TaskStarted("b"));
    recorded(1, new Change.TaskEnded("a", List.of()));
    assertThat(board().running()).isEqualTo("b");
  }

  @Test
  void swapsAreListedFromTheStartOn() {
    recorded(
        0,
        new Change.ModelCreated(
            "m", 1, "toy", "toy", 10, 2, List.of(), Strategy.parse("zo-sgd(lr=0.5)")));
    recorded(
        7,
        new Change.StrategyChanged(
            1, Strategy.parse("zo-adam"), new Reason("forgetting", "too much", "")));
    assertThat(board().swaps())
        .extracting(Board.Swap::step, Board.Swap::number, Board.Swap::cause, Board.Swap::evidence)
        .containsExactly(tuple(0L, 0, "start", ""), tuple(7L, 1, "forgetting", "too much"));
    assertThat(board().swaps().getFirst().strategy())
        .isEqualTo(Strategy.parse("zo-sgd(lr=0.5)").brief());
  }

  @Test
  void lossesAreMeansOfTenAndSkipWhatIsNotFinite() {
    for (int step = 1; step <= 25; step++) {
      recorded(step, step(step, step));
      recorded(
          step,
          new Change.Step(
              StepRecord.rejected(new StepContext(step, 1, 1), 2, "non-finite-loss"), 0, 1));
    }
    assertThat(board().losses()).containsExactly(new Board.Loss(10, 5.5), new Board.Loss(20, 15.5));
  }

  private static Change step(long step, float loss) {
    return new Change.Step(
        StepRecord.sparse(new StepContext(step, 1, 1), List.of(1f), loss, 2), 0, 4);
  }

  private void recorded(long step, Change change) {
    scoreboard.tell(new Scoreboard.Recorded(new JournalRecord(1, 0, NOW, List.of(), change), step));
  }

  private void measured(long step, @Nullable String ended, Measurement... measurements) {
    ModelVersion model =
        new ModelVersion(step, step, ended, NOTHING, null, CONTROL, SpanContext.getInvalid());
    scoreboard.tell(new Scoreboard.Measured(new Round(model, null, List.of(measurements))));
  }

  /** Ten held-out samples: right, control right, right within, control right within. */
  private static Measurement m(String task, int right, int control, int within, int controlWithin) {
    return new Measurement(task, right, 0, control, within, controlWithin, 10);
  }

  private static Observation seen(
      long step,
      @Nullable String task,
      double forgetting,
      Map<String, Double> byTask,
      double accuracy) {
    return new Observation(
        step, step, task, accuracy, forgetting, byTask, null, StepWindow.Summary.NONE, 0);
  }

  /** What the supervisor was told, but for the records. */
  private List<Observation> observations(int count) {
    List<Observation> observations = new ArrayList<>();
    while (observations.size() < count) {
      if (supervisor.receiveMessage() instanceof Supervisor.Scored(Observation seen)) {
        observations.add(seen);
      }
    }
    return observations;
  }

  private Board board() {
    scoreboard.tell(new Scoreboard.GetBoard(asker.ref()));
    return asker.receiveMessage();
  }
}
