package io.zeroflow.runtime.learn;

import io.zeroflow.data.Sample;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalWriter;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ClassMean;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.MeanAccumulator;
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
  private final ReplicaHead head;
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
    this.head = new ReplicaHead(replica);
    this.prequential = new Prequential(network, metrics);
    journal.listener((kind, length) -> metrics.journalBytes.labelValues(kind).inc(length));
  }

  /** Learns from a lot. */
  void learn(Prepared prepared) throws InterruptedException {
    switch (prepared) {
      case Prepared.Samples samples -> learn(samples);
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

  private void learn(Prepared.Samples prepared) throws InterruptedException {
    long start = System.nanoTime();
    Lot.Samples lot = prepared.lot();
    List<String> labels = lot.samples().stream().map(Sample::label).toList();
    try (Batch batch = prepared.batch()) {
      enterTask(lot.task());
      for (int i = 0; i < labels.size(); i++) {
        frozen.add(labels.get(i), prepared.encoded().get(i).pooled());
      }
      prequential.look(replica, batch, labels);
      Change change =
          switch (method.lesson(head, replica.theta(), batch, labels)) {
            case Lesson.Rows rows -> new Change.HeadRows(headRows(rows.rows()));
            case Lesson.Step step -> measure(step, labels.size());
          };
      commit(lot.consumed(), change);
      if (change instanceof Change.Step) {
        metrics.stepDuration.observe((System.nanoTime() - start) / 1e9);
      }
    }
    times.busy += System.nanoTime() - start;
    samples += labels.size();
    metrics.samples.inc(labels.size());
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
    commit(List.of(), new Change.TaskStarted(task));
  }

  /** The end of a task that is not running, such as a repeated one, only uses up its offset. */
  private void endTask(String task, List<Consumed> consumed) throws InterruptedException {
    boolean running = task.equals(replica.task());
    List<HeadRow> means = running ? headRows(frozen.means()) : List.of();
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

  private static List<HeadRow> headRows(List<ClassMean> means) {
    return means.stream().map(m -> new HeadRow(m.label(), m.count(), m.values())).toList();
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
