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

  /** A record that the follower has applied, and the step after it. */
  record Recorded(JournalRecord record, long step) implements Command {}

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
  private Map<String, Score> controlNow = Map.of();
  private long step;
  private long forwards;
  private @Nullable String running;
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
      case Recorded(JournalRecord record, long at) -> record(record, at);
      case Measured(Round round) -> score(round);
      case GetBoard(ActorRef<Board> replyTo) -> replyTo.tell(board());
    }
    return this;
  }

  private void record(JournalRecord record, long at) {
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
      case Change.TaskStarted(String task, boolean _, String evidence) -> {
        running = task;
        window.restart();
        tasks.add(new Board.TaskMark(at, task, evidence));
      }
      case Change.TaskEnded ended -> {
        if (ended.task().equals(running)) {
          running = null;
        }
      }
      case Change.Step taken -> {
        lossMean.add(taken.record().loss(), at);
        window.add(taken.record());
        forwards += taken.record().forwards();
      }
      case Change.ForkStep taken -> forwards += taken.record().forwards();
      case Change.HeadRows _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.PolicyChanged _,
          Change.LearningPaused _,
          Change.EffectMeasured _,
          Change.InputSkipped _ -> {}
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

  /** Single losses jump about; the history keeps means of a few. */
  private final class LossMean {
    private double sum;
    private int count;

    void add(float loss, long at) {
      if (!Float.isFinite(loss)) {
        return;
      }
      sum += loss;
      count++;
      if (count == LOSS_GROUP) {
        losses.add(new Board.Loss(at, sum / count));
        sum = 0;
        count = 0;
      }
    }
  }

  private void score(Round round) {
    ModelVersion model = round.model();
    step = model.step();
    now = scores(round, Measurement::correct);
    controlNow = scores(round, Measurement::controlCorrect);
    String ended = model.ended();
    if (ended != null) {
      matrix.add(ended, now);
      control.add(ended, controlNow);
      rows.add(row(round, ended));
    }
    Map<String, Double> forgetting = matrix.forgetting(past(now));
    points.add(
        new Board.Point(
            step,
            clock.instant(),
            ratios(now),
            AccuracyMatrix.overall(now),
            AccuracyMatrix.mean(forgetting)));
    publish(forgetting);
    supervisor.tell(
        new Supervisor.Scored(
            new Observation(
                model.sequence(),
                step,
                running,
                AccuracyMatrix.overall(now),
                AccuracyMatrix.mean(forgetting),
                forgetting,
                model.fork() == null ? null : future(scores(round, Measurement::forkCorrect)),
                window.take(),
                forwards)));
  }

  private Observation.Future future(Map<String, Score> scores) {
    return new Observation.Future(
        AccuracyMatrix.overall(scores), AccuracyMatrix.mean(matrix.forgetting(past(scores))));
  }

  private Board.Row row(Round round, String ended) {
    Measurement own =
        round.measurements().stream()
            .filter(m -> m.task().equals(ended))
            .findFirst()
            .orElse(new Measurement(ended, 0, 0, 0, 0, 0, 0));
    return new Board.Row(
        ended,
        round.model().step(),
        now,
        controlNow,
        new Score(own.correctWithin(), own.total()).ratio(),
        new Score(own.controlCorrectWithin(), own.total()).ratio());
  }

  /** Scores of past tasks: all that ended, but the last one only once a next has begun. */
  private Map<String, Score> past(Map<String, Score> scores) {
    Map<String, Score> past = new LinkedHashMap<>(scores);
    if (running != null) {
      past.remove(running);
    } else if (!rows.isEmpty()) {
      past.remove(rows.getLast().task());
    }
    return past;
  }

  private Board.Scores modelScores() {
    return Board.Scores.of(matrix, AccuracyMatrix.overall(now), past(now));
  }

  private void publish(Map<String, Double> forgetting) {
    now.forEach((task, score) -> metrics.taskAccuracy.labelValues(task).set(score.ratio()));
    controlNow.forEach(
        (task, score) -> metrics.controlTaskAccuracy.labelValues(task).set(score.ratio()));
    forgetting.forEach((task, value) -> metrics.taskForgetting.labelValues(task).set(value));
    Board.Scores scores = modelScores();
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
        running,
        modelScores(),
        Board.Scores.of(control, control.last(), control.past()),
        ratios(now),
        matrix.forgetting(past(now)),
        rows,
        points.points(),
        losses.points(),
        swaps.points(),
        decisions.list(),
        tasks.points());
  }

  private static Map<String, Score> scores(Round round, ToIntFunction<Measurement> correct) {
    Map<String, Score> scores = new LinkedHashMap<>();
    round
        .measurements()
        .forEach(m -> scores.put(m.task(), new Score(correct.applyAsInt(m), m.total())));
    return scores;
  }

  private static Map<String, Double> ratios(Map<String, Score> scores) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    scores.forEach((task, score) -> ratios.put(task, score.ratio()));
    return ratios;
  }
}
