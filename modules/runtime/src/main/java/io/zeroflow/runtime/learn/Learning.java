package io.zeroflow.runtime.learn;

import io.opentelemetry.api.trace.Span;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Fork;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Pause;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.MeanAccumulator;
import io.zeroflow.model.method.Samples;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.drift.TaskFinder;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.LearnerSettings;
import io.zeroflow.runtime.source.Lot;
import io.zeroflow.runtime.trace.Traces;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The learner's loop without its actor. The changes that come of a lot become records, of which the
 * last one consumes the lot; they are applied to the replica, which refuses what does not follow,
 * and then appended to the journal in one transaction. Confined to the learner's thread.
 */
final class Learning implements Work {

  private final Replica replica;
  private final long epoch;
  private final Network network;
  private final ContinualMethod method;
  private final JournalWriter journal;
  private final Metrics metrics;
  private final double explodingLoss;
  private final Clock clock;
  private final MeanAccumulator frozen = new MeanAccumulator();
  private final StepTimes times = new StepTimes();
  private final Prequential prequential;
  private final TaskFinder finder;
  private final Instant started;
  private float loss = Float.NaN;
  private long samples;
  private long forwards;
  private long rejected;

  Learning(
      Replica replica,
      Network network,
      ContinualMethod method,
      JournalWriter journal,
      Metrics metrics,
      LearnerSettings settings,
      int maxTasks,
      Clock clock) {
    this.replica = replica;
    this.epoch = replica.epoch() + 1;
    this.network = network;
    this.method = method;
    this.journal = journal;
    this.metrics = metrics;
    this.explodingLoss = settings.explodingLoss();
    this.finder = new TaskFinder(settings.taskFree(), maxTasks);
    this.clock = clock;
    this.started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    this.prequential = new Prequential(method, metrics);
    journal.listener((kind, length) -> metrics.journalBytes.labelValues(kind).inc(length));
    journal.headers(Traces::headers);
  }

  @Override
  public void learn(Prepared prepared) throws InterruptedException {
    switch (prepared) {
      case Prepared.Ready(Lot.Samples lot, Samples samples) ->
          Traces.within(lot.span(), () -> learn(lot, samples));
      case Prepared.Known(Samples samples) -> remember(samples);
      case Prepared.Marked(Lot.TaskOver over) -> endTask(over.task(), over.consumed());
      case Prepared.Marked(Lot.Passed passed) ->
          commit(passed.consumed(), new Change.OffsetsPassed(passed.read()));
      case Prepared.Marked(Lot.Skipped skipped) ->
          commit(skipped.consumed(), new Change.InputSkipped(skipped.why()));
    }
  }

  /** What the method and the control knew of the running task before a restart. */
  private void remember(Samples batch) {
    try (var _ = batch.batch()) {
      finder.remember(replica, batch);
      addToControl(batch);
      method.observe(replica, batch);
    }
  }

  private void addToControl(Samples batch) {
    for (int i = 0; i < batch.labels().size(); i++) {
      frozen.add(batch.labels().get(i), batch.encoded().get(i).pooled());
    }
  }

  @Override
  public boolean obey(Order order) throws InterruptedException {
    Strategy before = replica.strategy();
    List<Change> changes = order.changes(replica);
    if (changes.isEmpty()) {
      return false;
    }
    commit(List.of(), changes);
    for (Change change : changes) {
      if (change instanceof Change.Decision decision) {
        metrics.decisions.labelValues(change.kind(), decision.reason().cause()).inc();
        boolean swapped =
            change instanceof Change.StrategyChanged
                || change instanceof Change.ForkEnded ended && ended.adopted();
        if (swapped) {
          metrics
              .swaps
              .labelValues(before.name(), replica.strategy().name(), decision.reason().cause())
              .inc();
          metrics.activate(replica.strategy().name());
        }
        if (change instanceof Change.LearningPaused pause) {
          metrics.paused.set(pause.paused() ? 1 : 0);
        }
      }
    }
    return true;
  }

  private void learn(Lot.Samples lot, Samples batch) throws InterruptedException {
    long start = System.nanoTime();
    int size = batch.labels().size();
    try (var _ = batch.batch()) {
      enterTask(
          lot.task().isEmpty()
              ? finder.find(replica, batch)
              : new TaskFinder.Found(lot.task(), ""));
      addToControl(batch);
      prequential.look(replica, batch);
      List<Change> changes = new ArrayList<>(changes(batch));
      boolean step = changes.getLast() instanceof Change.Step;
      if (lot.cut() != null) {
        changes.add(new Change.Flushed(size, lot.cut()));
      }
      commit(lot.consumed(), changes);
      if (lot.cut() != null) {
        metrics.decisions.labelValues(changes.getLast().kind(), lot.cut().cause()).inc();
      }
      if (step) {
        metrics.stepDuration.observe((System.nanoTime() - start) / 1e9);
      }
    }
    times.busy += System.nanoTime() - start;
    samples += size;
    metrics.samples.inc(size);
  }

  private List<Change> changes(Samples batch) {
    try (Lesson lesson = method.lesson(replica, batch)) {
      return switch (lesson) {
        case Lesson.Write(List<Change> changes) -> changes;
        case Lesson.Step step -> {
          Change own = measure(step, batch.labels().size());
          Fork fork = replica.fork();
          yield fork != null && fork.learns() ? List.of(measureFork(step), own) : List.of(own);
        }
      };
    }
  }

  private Change measureFork(Lesson.Step lesson) {
    StepRecord record = replica.measureFork(lesson.objective());
    count(record);
    return new Change.ForkStep(record);
  }

  private void count(StepRecord record) {
    forwards += record.forwards();
    metrics.forwardPasses.inc(record.forwards());
  }

  private Change measure(Lesson.Step lesson, int batchSize) {
    long start = System.nanoTime();
    StepRecord record = Traces.part("measure", () -> guarded(replica.measure(lesson.objective())));
    times.measure += System.nanoTime() - start;
    count(record);
    if (record.rejected() == null) {
      if (!Float.isNaN(record.loss())) { // one that only holds measures none
        loss = record.loss();
        metrics.loss.set(loss);
      }
      metrics.steps.inc();
    } else {
      rejected++;
      metrics.rejectedSteps.labelValues(record.rejected()).inc();
    }
    metrics.step.set(record.step());
    Span.current()
        .setAttribute("zeroflow.step", record.step())
        .setAttribute("zeroflow.task", String.valueOf(replica.task()))
        .setAttribute("zeroflow.strategy", replica.strategy().name())
        .setAttribute("zeroflow.forwards", record.forwards())
        .setAttribute("zeroflow.loss", record.loss())
        .setAttribute("zeroflow.rejected", record.rejected());
    return new Change.Step(record, replica.strategyNumber(), batchSize);
  }

  /** A loss far beyond those before it says that something is wrong, not which way to go. */
  private StepRecord guarded(StepRecord record) {
    boolean exploded =
        explodingLoss > 0
            && record.rejected() == null
            && replica.losses().exploded(record.loss(), explodingLoss);
    return exploded ? record.rejected(Metrics.EXPLODING_LOSS) : record;
  }

  /** A change of task without the producer's word ends the task before. */
  private void enterTask(TaskFinder.Found found) throws InterruptedException {
    String task = found.task();
    if (task.equals(replica.task())) {
      return;
    }
    if (replica.task() != null) {
      endTask(replica.task(), List.of());
    }
    frozen.clear();
    commit(List.of(), new Change.TaskStarted(task, method.restarts(replica), found.evidence()));
  }

  /** The end of a task that is not running, such as a repeated one, only uses up its offset. */
  private void endTask(String task, List<Consumed> consumed) throws InterruptedException {
    if (!task.equals(replica.task())) {
      commit(consumed, new Change.TaskEnded(task, List.of()));
      return;
    }
    // Together or not at all: a method that has half ended a task would end it again.
    List<Change> changes =
        new ArrayList<>(Order.dropped(replica, new Reason("task", "it is over", "")));
    changes.addAll(method.end(replica));
    changes.add(new Change.TaskEnded(task, frozen.means()));
    commit(consumed, changes);
    frozen.clear();
  }

  private void commit(List<Consumed> consumed, Change change) throws InterruptedException {
    commit(consumed, List.of(change));
  }

  /**
   * Makes changes, of which the last one consumes, and appends them in one transaction. The replica
   * goes first: a record that it refuses must not be appended, as no follower could apply it. If
   * the append fails this learner's life is over, and the replica with it.
   */
  private void commit(List<Consumed> consumed, List<Change> changes) throws InterruptedException {
    long start = System.nanoTime();
    List<JournalRecord> records = new ArrayList<>(changes.size());
    for (Change change : changes) {
      List<Consumed> own = change == changes.getLast() ? consumed : List.of();
      JournalRecord record = replica.next(epoch, clock.instant(), own, change);
      replica.apply(record);
      records.add(record);
    }
    long applied = System.nanoTime();
    Traces.part("append", () -> journal.append(records));
    times.apply += applied - start;
    times.journal += System.nanoTime() - applied;
  }

  @Override
  public StepTimes.Shares times() {
    return times.seconds();
  }

  @Override
  public LearnerStatus status() {
    Pause pause = replica.pause();
    return new LearnerStatus(
        replica.model().model(),
        network.name(),
        method.name(),
        network.device(),
        epoch,
        started,
        replica.task(),
        pause != null,
        pause == null ? null : pause.reason().cause(),
        pause == null ? null : pause.since(),
        replica.sequence(),
        replica.step(),
        replica.theta().size(),
        replica.headSize(),
        replica.strategy().brief(),
        loss,
        samples,
        forwards,
        rejected,
        journal.bytes(),
        replica.positions());
  }
}
