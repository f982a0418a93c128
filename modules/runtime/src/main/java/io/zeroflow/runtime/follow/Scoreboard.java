package io.zeroflow.runtime.follow;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.StepWindow;
import io.zeroflow.runtime.supervise.Supervisor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/** Turns measurements into the accuracy matrix, metrics, history, and news for the supervisor. */
public final class Scoreboard extends AbstractBehavior<Scoreboard.Command> {

  private static final int POINTS = 1000;
  private static final int LOSS_GROUP = 10;

  /** What a scoreboard can be told. */
  public sealed interface Command {}

  /** A record that the follower has applied, and the step and the running task after it. */
  record Recorded(JournalRecord record, long step, @Nullable String running) implements Command {}

  /** A finished round of measurements. */
  record Measured(Round round) implements Command {}

  /** Ask for everything. */
  public record GetBoard(ActorRef<Board> replyTo) implements Command {}

  private final Metrics metrics;
  private final ActorRef<Supervisor.Command> supervisor;
  private final Clock clock;
  private final AccuracyMatrix matrix = new AccuracyMatrix();
  private final AccuracyMatrix control = new AccuracyMatrix();
  private final List<Board.Row> rows = new ArrayList<>();
  private final Series<Board.Point> points = new Series<>(POINTS);
  private final Series<Board.Loss> losses = new Series<>(POINTS);
  private final Series<Board.Swap> swaps = new Series<>(POINTS);
  private final Decisions decisions = new Decisions();
  private final StepWindow window = new StepWindow();
  private final Series<Board.TaskMark> tasks = new Series<>(POINTS);
  private final LossMean lossMean = new LossMean();
  private Map<String, Score> now = Map.of();
  private @Nullable Long step;
  private @Nullable String measured;
  private @Nullable String latest;
  private @Nullable String running;
  private long edge = -1; // sequence of the record that began or ended a task last
  private Change.@Nullable Forked fork;

  private Scoreboard(
      ActorContext<Command> context,
      Metrics metrics,
      ActorRef<Supervisor.Command> supervisor,
      Clock clock) {
    super(context);
    this.metrics = metrics;
    this.supervisor = supervisor;
    this.clock = clock;
  }

  /** An empty scoreboard. */
  public static Behavior<Command> create(
      Metrics metrics, ActorRef<Supervisor.Command> supervisor, Clock clock) {
    return Behaviors.setup(context -> new Scoreboard(context, metrics, supervisor, clock));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Recorded(JournalRecord record, long at, String task) -> record(record, at, task);
      case Measured(Round round) -> score(round);
      case GetBoard(ActorRef<Board> replyTo) -> replyTo.tell(board());
    }
    return this;
  }

  private void record(JournalRecord record, long at, @Nullable String task) {
    if (!Objects.equals(task, running)) {
      running = task;
      edge = record.sequence();
    }
    decisions.add(record, at);
    switch (record.change()) {
      case Change.ModelCreated created ->
          swaps.add(new Board.Swap(0, record.time(), 0, created.strategy().brief(), "start", ""));
      case Change.StrategyChanged changed ->
          swapped(record, at, changed.number(), changed.strategy(), changed.reason());
      case Change.Forked forked -> fork = forked;
      case Change.ForkEnded ended -> {
        if (ended.adopted() && fork != null) {
          swapped(record, at, ended.number(), fork.strategy(), ended.reason());
        }
        fork = null;
      }
      case Change.TaskStarted started -> {
        window.restart();
        tasks.add(new Board.TaskMark(at, started.task(), started.evidence()));
      }
      case Change.Step taken -> {
        lossMean.add(taken.record().loss(), at);
        window.add(taken.record());
      }
      case Change.TaskEnded _,
          Change.ForkStep _,
          Change.HeadRows _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.PolicyChanged _,
          Change.LearningPaused _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _,
          Change.Flushed _ -> {}
    }
    if (!(record.change() instanceof Change.Step || record.change() instanceof Change.ForkStep)) {
      supervisor.tell(new Supervisor.Recorded(record.sequence(), record.change()));
    }
  }

  private void swapped(
      JournalRecord record, long at, int number, Strategy strategy, Reason reason) {
    swaps.add(
        new Board.Swap(
            at, record.time(), number, strategy.brief(), reason.cause(), reason.evidence()));
  }

  /**
   * Single losses jump about: the history keeps means of a few, but for the first ones, before
   * which there would be nothing to see.
   */
  private final class LossMean {
    private long seen;
    private double sum;
    private int count;
    private Board.@Nullable Loss mean;

    void add(float loss, long at) {
      if (!Float.isFinite(loss)) {
        return;
      }
      sum += loss;
      count++;
      mean = new Board.Loss(mean == null ? at : mean.from(), at, sum / count);
      if (count == LOSS_GROUP || seen++ < LOSS_GROUP) {
        losses.add(mean);
        mean = null;
        sum = 0;
        count = 0;
      }
    }

    /** With the mean of a group that is not full. */
    List<Board.Loss> all() {
      List<Board.Loss> all = new ArrayList<>(losses.points());
      if (mean != null) {
        all.add(mean);
      }
      return all;
    }
  }

  private void score(Round round) {
    ModelVersion model = round.model();
    Map<String, Score> scores = scores(round, Measurement::correct, Measurement::total);
    Map<String, Score> controls =
        scores(round, Measurement::controlCorrect, Measurement::controlTotal);
    String ended = model.ended();
    if (ended != null) {
      matrix.add(ended, scores);
      control.add(ended, controls);
      rows.add(row(round, ended, scores, controls));
    }
    Double accuracy = AccuracyMatrix.overall(scores);
    if (accuracy != null) {
      step = model.step();
      measured = model.running();
      latest = model.latest();
      now = scores;
      Board.Scores all = modelScores();
      points.add(
          new Board.Point(model.step(), clock.instant(), ratios(now), accuracy, all.forgetting()));
      publish(all, ratios(controls));
    }
    if (model.sequence() >= edge) { // else the steps since are of another task
      supervisor.tell(new Supervisor.Scored(observation(round, scores)));
    }
  }

  private Observation observation(Round round, Map<String, Score> scores) {
    ModelVersion model = round.model();
    return new Observation(
        model.sequence(),
        model.step(),
        model.running(),
        scores.keySet(),
        future(model, scores),
        matrix.forgetting(past(model.latest(), scores)),
        model.fork() == null
            ? null
            : future(model, scores(round, Measurement::forkCorrect, Measurement::total)),
        window.take(),
        model.forwards());
  }

  private Observation.@Nullable Future future(ModelVersion model, Map<String, Score> scores) {
    Double accuracy = AccuracyMatrix.overall(scores);
    return accuracy == null
        ? null
        : new Observation.Future(
            accuracy,
            AccuracyMatrix.mean(matrix.forgetting(past(model.latest(), scores)).values()));
  }

  private static Board.Row row(
      Round round, String ended, Map<String, Score> scores, Map<String, Score> controls) {
    return new Board.Row(
        ended,
        round.model().step(),
        scores,
        controls,
        ratio(scores(round, Measurement::correctWithin, Measurement::total).get(ended)),
        ratio(
            scores(round, Measurement::controlCorrectWithin, Measurement::controlTotal)
                .get(ended)));
  }

  private static @Nullable Double ratio(@Nullable Score score) {
    return score == null ? null : (Double) score.ratio();
  }

  /**
   * Scores of the tasks that were past when a model was as it was measured: all but the latest,
   * which the model names. What the journal says of tasks may long be something else.
   */
  private static Map<String, Score> past(@Nullable String latest, Map<String, Score> scores) {
    Map<String, Score> past = new LinkedHashMap<>(scores);
    past.remove(latest);
    return past;
  }

  private Board.Scores modelScores() {
    return Board.Scores.of(matrix, AccuracyMatrix.overall(now), past(latest, now));
  }

  private void publish(Board.Scores scores, Map<String, Double> controls) {
    metrics.taskAccuracy.set(ratios(now));
    metrics.controlTaskAccuracy.set(controls);
    metrics.taskForgetting.set(matrix.forgetting(past(latest, now)));
    metrics.forgetting.set(scores.forgetting());
    metrics.forgettingSinceLearned.set(scores.forgettingSinceLearned());
    metrics.backwardTransfer.set(scores.backwardTransfer());
    metrics.lastAccuracy.set(scores.last());
    metrics.averageAccuracy.set(scores.average());
    metrics.controlAverageAccuracy.set(control.average());
    metrics.controlLastAccuracy.set(control.last());
    metrics.evaluationTimestamp.set(clock.millis() / 1000.0);
  }

  private Board board() {
    return new Board(
        step,
        measured,
        running,
        modelScores(),
        Board.Scores.of(control, control.last(), control.past()),
        ratios(now),
        matrix.forgetting(past(latest, now)),
        rows,
        points.points(),
        lossMean.all(),
        swaps.points(),
        decisions.list(),
        tasks.points());
  }

  /** By task, of those that were measured. */
  private static Map<String, Score> scores(
      Round round, ToIntFunction<Measurement> correct, ToIntFunction<Measurement> total) {
    Map<String, Score> scores = new LinkedHashMap<>();
    for (Measurement m : round.measurements()) {
      if (total.applyAsInt(m) > 0) {
        scores.put(m.task(), new Score(correct.applyAsInt(m), total.applyAsInt(m)));
      }
    }
    return scores;
  }

  private static Map<String, Double> ratios(Map<String, Score> scores) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    scores.forEach((task, score) -> ratios.put(task, score.ratio()));
    return ratios;
  }
}
