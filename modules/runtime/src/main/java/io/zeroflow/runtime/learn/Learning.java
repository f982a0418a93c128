package io.zeroflow.runtime.learn;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.MeanAccumulator;
import io.zeroflow.model.method.Samples;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.source.Lot;
import java.time.Clock;
import java.util.List;

/**
 * The learner's loop without its actor: each lot becomes exactly one record that consumes it, the
 * record goes to the journal, then to the replica. Confined to the learner's thread.
 */
final class Learning {

  private final Replica replica;
  private final long epoch;
  private final Network network;
  private final ContinualMethod method;
  private final JournalWriter journal;
  private final Metrics metrics;
  private final Clock clock;
  private final MeanAccumulator frozen = new MeanAccumulator();
  private final StepTimes times = new StepTimes();
  private final Prequential prequential;
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
      Clock clock) {
    this.replica = replica;
    this.epoch = replica.epoch() + 1;
    this.network = network;
    this.method = method;
    this.journal = journal;
    this.metrics = metrics;
    this.clock = clock;
    this.prequential = new Prequential(method, metrics);
    journal.listener((kind, length) -> metrics.journalBytes.labelValues(kind).inc(length));
  }

  /** Learns from a lot. */
  void learn(Prepared prepared) throws InterruptedException {
    switch (prepared) {
      case Prepared.Ready(Lot.Samples lot, Samples samples) -> learn(lot, samples);
      case Prepared.TaskOver(Lot.TaskOver over) -> endTask(over.task(), over.consumed());
    }
  }

  /** From the next step on, another strategy. */
  void swap(Strategy strategy, String cause, String evidence) throws InterruptedException {
    String from = replica.strategy().name();
    int number = replica.strategyNumber() + 1;
    commit(List.of(), new Change.StrategyChanged(number, strategy, cause, evidence));
    metrics.swaps.labelValues(from, strategy.name(), cause).inc();
    metrics.activate(strategy.name());
  }

  private void learn(Lot.Samples lot, Samples batch) throws InterruptedException {
    long start = System.nanoTime();
    int size = batch.labels().size();
    try (var _ = batch.batch()) {
      enterTask(lot.task());
      for (int i = 0; i < size; i++) {
        frozen.add(batch.labels().get(i), batch.encoded().get(i).pooled());
      }
      prequential.look(replica, batch);
      Change change = change(batch);
      commit(lot.consumed(), change);
      if (change instanceof Change.Step) {
        metrics.stepDuration.observe((System.nanoTime() - start) / 1e9);
      }
    }
    times.busy += System.nanoTime() - start;
    samples += size;
    metrics.samples.inc(size);
  }

  private Change change(Samples batch) {
    try (Lesson lesson = method.lesson(replica, batch)) {
      return switch (lesson) {
        case Lesson.Write(Change change) -> change;
        case Lesson.Step step -> measure(step, batch.labels().size());
      };
    }
  }

  private Change measure(Lesson.Step lesson, int batchSize) {
    long start = System.nanoTime();
    StepRecord record = replica.measure(lesson.objective());
    times.measure += System.nanoTime() - start;
    forwards += record.forwards();
    metrics.forwardPasses.inc(record.forwards());
    if (record.rejected() == null) {
      loss = record.loss();
      metrics.loss.set(loss);
      metrics.steps.inc();
    } else {
      rejected++;
      metrics.rejectedSteps.labelValues(record.rejected()).inc();
    }
    metrics.step.set(record.step());
    return new Change.Step(record, replica.strategyNumber(), batchSize);
  }

  /** A change of task without the producer's word ends the task before. */
  private void enterTask(String task) throws InterruptedException {
    if (task.equals(replica.task())) {
      return;
    }
    if (replica.task() != null) {
      endTask(replica.task(), List.of());
    }
    frozen.clear();
    commit(List.of(), new Change.TaskStarted(task, method.restarts(replica)));
  }

  /** The end of a task that is not running, such as a repeated one, only uses up its offset. */
  private void endTask(String task, List<Consumed> consumed) throws InterruptedException {
    boolean running = task.equals(replica.task());
    if (running) {
      for (Change kept : method.end(replica)) {
        commit(List.of(), kept);
      }
    }
    List<HeadRow> means = running ? frozen.means() : List.of();
    commit(consumed, new Change.TaskEnded(task, means));
    if (running) {
      frozen.clear();
    }
  }

  private void commit(List<Consumed> consumed, Change change) throws InterruptedException {
    long start = System.nanoTime();
    JournalRecord record = replica.next(epoch, clock.instant(), consumed, change);
    replica.check(record); // once it is appended, every follower has to apply it
    journal.append(record);
    long appended = System.nanoTime();
    replica.apply(record);
    times.journal += appended - start;
    times.apply += System.nanoTime() - appended;
  }

  StepTimes.Shares times() {
    return times.seconds();
  }

  LearnerStatus status() {
    return new LearnerStatus(
        replica.model().model(),
        network.name(),
        method.name(),
        network.device(),
        epoch,
        replica.task(),
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
