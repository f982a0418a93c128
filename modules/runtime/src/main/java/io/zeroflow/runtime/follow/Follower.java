package io.zeroflow.runtime.follow;

import io.opentelemetry.api.trace.SpanContext;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.EvaluationSettings;
import io.zeroflow.runtime.source.HeldOutSource.HeldOut;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * Tails the journal, owns a replica, and has evaluators measure copies of its weights, one round at
 * a time.
 */
public final class Follower extends AbstractBehavior<Follower.Command> {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

  /** What a follower can be told. */
  public sealed interface Command {}

  /** The next committed records. */
  public record Records(List<JournalSource.Entry> entries, ActorRef<Done> replyTo)
      implements Command {}

  /** Take a snapshot; answered with its step when it is safe, or why it is not. */
  public record TakeSnapshot(ActorRef<StatusReply<Long>> replyTo) implements Command {}

  /** The same, but once the record of that sequence has been applied: the end of this life. */
  public record Finish(long sequence, ActorRef<StatusReply<Long>> replyTo) implements Command {}

  /** Held-out samples that have arrived. */
  public record Keep(HeldOut heldOut, ActorRef<Done> replyTo) implements Command {}

  /** Asks for the SHA-256 of θ and the step that it is as of. */
  public record GetHash(ActorRef<Hash> replyTo) implements Command {}

  /** The weights' fingerprint at a step. */
  public record Hash(long step, String sha256) {}

  /** Asks for the model as it is now; nothing while there is none. */
  public record GetModel(ActorRef<Optional<ModelVersion>> replyTo) implements Command {}

  /** Asks for the loss around the weights. */
  public record GetLandscape(ActorRef<Landscape> replyTo) implements Command {}

  /** Asks what backprop would take for a batch of that many samples. */
  public record GetStepMemory(int batch, ActorRef<StepMemory> replyTo) implements Command {}

  private record Measured(Answer answer) implements Command {}

  private enum Tick implements Command {
    PAUSE_OVER,
    SNAPSHOT
  }

  /** Weights at the end of a task, to be measured once the held-out samples sent by then are in. */
  private record Milestone(ModelVersion model, Set<String> tasks, Map<Integer, Long> positions) {}

  private final Replica replica;
  private final ContinualMethod method;
  private final Network network;
  private final EvaluationSettings settings;
  private final EvaluationMemory memory;
  private final Metrics metrics;
  private final ActorRef<Scoreboard.Command> scoreboard;
  private final TimerScheduler<Command> timers;
  private final ActorRef<Answer> measured;
  private final SequencedMap<String, ActorRef<Evaluator.Command>> evaluators =
      new LinkedHashMap<>();
  private final Inquiries inquiries;
  private final HeldOutSamples heldOut;
  private final Queue<ActorRef<Done>> unanswered = new ArrayDeque<>();
  private final Queue<Milestone> milestones = new ArrayDeque<>();
  private final List<Measurement> round = new ArrayList<>();
  private final @Nullable SnapshotKeeper snapshots;
  private @Nullable Finish finish;
  private @Nullable StepRecord lastStep;
  private @Nullable String latest;
  private long forwards;
  private long nextOffset;
  private SpanContext origin = SpanContext.getInvalid();
  private @Nullable ModelVersion measuring;
  private int outstanding;
  private boolean failed;
  private long roundStart;
  private long measuredStep = -1;
  private boolean pausing;
  private boolean blank = true; // the last round measured nothing

  private Follower(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Network network,
      ContinualMethod method,
      Replica replica,
      @Nullable SnapshotKeeper snapshots,
      EvaluationSettings settings,
      EvaluationMemory memory,
      int maxTasks,
      Metrics metrics,
      ActorRef<Scoreboard.Command> scoreboard) {
    super(context);
    this.timers = timers;
    this.network = network;
    this.method = method;
    this.replica = replica;
    this.latest = replica.task();
    this.snapshots = snapshots;
    this.settings = settings;
    this.memory = memory;
    this.inquiries = new Inquiries(replica, method, evaluators, context.getSystem().scheduler());
    this.heldOut = new HeldOutSamples(maxTasks);
    this.metrics = metrics;
    this.scoreboard = scoreboard;
    this.measured = context.messageAdapter(Answer.class, Measured::new);
  }

  /**
   * A follower.
   *
   * @param replica what it starts from, handed over
   * @param snapshots takes its snapshots; null for none
   * @param every time between two of them
   * @param memory that evaluators share
   */
  public static Behavior<Command> create(
      Network network,
      ContinualMethod method,
      Replica replica,
      @Nullable SnapshotKeeper snapshots,
      Duration every,
      EvaluationSettings settings,
      EvaluationMemory memory,
      int maxTasks,
      Metrics metrics,
      ActorRef<Scoreboard.Command> scoreboard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  if (snapshots != null) {
                    timers.startTimerWithFixedDelay(Tick.SNAPSHOT, every);
                  }
                  return new Follower(
                      context,
                      timers,
                      network,
                      method,
                      replica,
                      snapshots,
                      settings,
                      memory,
                      maxTasks,
                      metrics,
                      scoreboard);
                }));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Records(List<JournalSource.Entry> entries, ActorRef<Done> replyTo) -> {
        entries.forEach(this::apply);
        keep(heldOut.settle(replica));
        metrics.followerLag.applied(replica.step(), entries.getLast().record().time());
        replyTo.tell(Done.getInstance());
        finishIfDue();
      }
      case GetModel(ActorRef<Optional<ModelVersion>> replyTo) ->
          replyTo.tell(replica.created() ? Optional.of(version(null)) : Optional.empty());
      case GetLandscape(ActorRef<Landscape> replyTo) -> inquiries.landscape(lastStep, replyTo);
      case GetStepMemory(int batch, ActorRef<StepMemory> replyTo) ->
          inquiries.stepMemory(batch, replyTo);
      case TakeSnapshot(ActorRef<StatusReply<Long>> replyTo) -> snapshot(replyTo);
      case Finish last -> {
        finish = last;
        finishIfDue();
      }
      case Keep(HeldOut samples, ActorRef<Done> replyTo) -> {
        unanswered.add(replyTo);
        keep(heldOut.add(samples, replica));
      }
      case Measured(Answer answer) -> take(answer);
      case Tick tick -> {
        switch (tick) {
          case PAUSE_OVER -> pausing = false;
          case SNAPSHOT -> snapshot(getContext().getSystem().ignoreRef());
        }
      }
      case GetHash(ActorRef<Hash> replyTo) ->
          replyTo.tell(new Hash(replica.step(), replica.created() ? replica.theta().sha256() : ""));
    }
    startRound();
    return this;
  }

  private void apply(JournalSource.Entry entry) {
    JournalRecord record = entry.record();
    String running = replica.task();
    replica.apply(record);
    nextOffset = entry.nextOffset();
    origin = entry.origin();
    latest = replica.task() == null ? latest : replica.task();
    scoreboard.tell(new Scoreboard.Recorded(record, replica.step(), replica.task()));
    switch (record.change()) {
      case Change.TaskEnded ended -> {
        if (ended.task().equals(running)) { // a repeated end is not another row of the matrix
          milestones.add(
              new Milestone(
                  version(ended.task()), Set.copyOf(replica.tasks()), replica.positions()));
        }
      }
      case Change.Step(StepRecord taken, int _, int _) -> {
        lastStep = taken;
        forwards += taken.forwards();
      }
      case Change.ForkStep taken -> forwards += taken.record().forwards();
      case Change.LearningPaused _ -> {} // what comes next is of the same strategy
      case Change.Flushed _ -> {} // the next step is like the last one
      // What comes next is of another strategy, or of a θ of another size.
      case Change.Decision _, Change.TaskStarted _, Change.HeadRows _ -> lastStep = null;
      case Change.ModelCreated _,
          Change.Prototypes _,
          Change.Kept _,
          Change.Probed _,
          Change.EffectMeasured _,
          Change.InputSkipped _,
          Change.OffsetsPassed _ -> {}
    }
  }

  private void finishIfDue() {
    if (finish != null && replica.sequence() >= finish.sequence()) {
      snapshot(finish.replyTo());
      finish = null;
    }
  }

  private void snapshot(ActorRef<StatusReply<Long>> replyTo) {
    if (snapshots == null) {
      replyTo.tell(
          StatusReply.error("no snapshots are kept: zeroflow.snapshots.directory is not set"));
      return;
    }
    var unused =
        snapshots
            .take(replica, nextOffset)
            .whenComplete(
                (step, failure) ->
                    replyTo.tell(
                        failure == null
                            ? StatusReply.success(step)
                            : StatusReply.error(String.valueOf(failure.getMessage()))));
  }

  private ModelVersion version(@Nullable String ended) {
    return new ModelVersion(
        replica.sequence(),
        replica.step(),
        replica.task(),
        ended,
        latest,
        forwards,
        method.predictor(replica),
        replica.fork() == null ? null : replica.asFork(method::predictor),
        new NearestMean(replica.frozen().values()),
        origin);
  }

  private void keep(List<HeldOutSamples.Assigned> samples) {
    if (blank && !samples.isEmpty()) { // now there may be something to measure
      measuredStep = -1;
    }
    for (var assigned : samples) {
      evaluators
          .computeIfAbsent(assigned.task(), this::evaluator)
          .tell(new Evaluator.Keep(assigned.sample()));
    }
    // No answer, no more samples: those without a task must not pile up while the learner is
    // behind.
    while (!heldOut.full() && !unanswered.isEmpty()) {
      unanswered.remove().tell(Done.getInstance());
    }
  }

  private ActorRef<Evaluator.Command> evaluator(String task) {
    ActorRef<Evaluator.Command> evaluator =
        getContext()
            .spawnAnonymous(
                Evaluator.create(task, network, settings.maxSamplesPerTask(), memory, metrics),
                DispatcherSelector.fromConfig(Evaluator.DISPATCHER));
    // Watched without a handler: a round must not wait for one that has died.
    getContext().watch(evaluator);
    return evaluator;
  }

  private void startRound() {
    if (measuring != null) {
      return;
    }
    Milestone milestone = milestones.peek();
    if (milestone != null) {
      if (heldOut.reached(milestone.positions())) {
        milestones.remove();
        start(milestone.model(), milestone.tasks());
      }
    } else if (!pausing && replica.created() && replica.step() > measuredStep) {
      start(version(null), replica.tasks());
    }
  }

  private void start(ModelVersion model, Set<String> of) {
    measuring = model;
    measuredStep = Math.max(measuredStep, model.step());
    roundStart = System.nanoTime();
    round.clear();
    failed = false;
    outstanding = 0;
    evaluators.forEach(
        (task, evaluator) -> {
          if (of.contains(task)) {
            outstanding++;
            evaluator.tell(new Evaluator.Measure(model, measured));
          }
        });
    if (outstanding == 0) {
      finish(model);
    }
  }

  private void take(Answer answer) {
    switch (answer) {
      case Measurement measurement -> round.add(measurement);
      case Answer.Failed _ -> failed = true;
    }
    outstanding--;
    if (outstanding == 0 && measuring != null) {
      finish(measuring);
    }
  }

  private void finish(ModelVersion model) {
    measuring = null;
    blank = round.stream().allMatch(measurement -> measurement.total() == 0);
    if (!failed) { // some of the tasks would pass for all of them
      scoreboard.tell(new Scoreboard.Measured(new Round(model, round)));
    }
    // Measuring may take its share of one core and no more.
    double busy = System.nanoTime() - roundStart;
    Duration pause = Duration.ofNanos((long) (busy * (1 - settings.share()) / settings.share()));
    pausing = true;
    timers.startSingleTimer(
        Tick.PAUSE_OVER, pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
  }
}
