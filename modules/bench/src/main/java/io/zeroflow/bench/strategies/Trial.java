package io.zeroflow.bench.strategies;

import io.zeroflow.data.Shuffle;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.FineTune;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.SimpleCil;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.AccuracyMatrix;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.learn.ReplicaHead;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry on one stream: what the learner does, the same records applied to the same replica, but
 * without a journal between. A task may be left up to one step beyond its share of the budget; the
 * next one has so much less.
 */
final class Trial {

  private static final Strategy NEVER_USED = Strategy.parse("zo-sgd");

  private final Network network;
  private final Protocol protocol;
  private final Entry entry;
  private final long seed;
  private final ContinualMethod method;
  private final Replica replica = new Replica();
  private final ReplicaHead head = new ReplicaHead(replica);
  private final AccuracyMatrix matrix = new AccuracyMatrix();
  private final BenchProgress progress;
  private double newTask;
  private double within;
  private long forwards;
  private long rejected;
  private long nanos;

  private Trial(
      Network network, Protocol protocol, Entry entry, long seed, BenchProgress progress) {
    this.network = network;
    this.protocol = protocol;
    this.entry = entry;
    this.seed = seed;
    this.progress = progress;
    this.method =
        entry instanceof Entry.FrozenControl
            ? new SimpleCil(network)
            : new FineTune(network, protocol.warmUpSamples());
  }

  /**
   * Learns the stream and measures after every task.
   *
   * @param progress told of forward passes
   * @throws GradientsNeededException if the strategy cannot do without, and the network has none
   */
  static Run run(
      Network network,
      Protocol protocol,
      List<FeatureTask> stream,
      Entry entry,
      long seed,
      BenchProgress progress) {
    Trial trial = new Trial(network, protocol, entry, seed, progress);
    trial.create();
    for (int task = 0; task < stream.size(); task++) {
      trial.learn(stream, task);
      trial.measure(stream, task);
    }
    return trial.result(stream.size());
  }

  private void create() {
    int below = network.slices().stream().mapToInt(SliceSpec::length).sum();
    apply(
        new Change.ModelCreated(
            "bench",
            seed,
            network.name(),
            method.name(),
            below + protocol.classes() * network.featureSize(),
            network.featureSize(),
            network.slices(),
            entry instanceof Entry.Learned(Strategy strategy) ? strategy : NEVER_USED));
  }

  private void learn(List<FeatureTask> stream, int task) {
    List<LabelledFeature> samples = stream.get(task).train();
    long order = Shuffle.derive(seed, -1 - task);
    boolean frozen = entry instanceof Entry.FrozenControl;
    Epochs batches =
        frozen
            ? Epochs.one(samples, protocol.batchSize(), order)
            : Epochs.endless(samples, protocol.batchSize(), order);
    long until = frozen ? Long.MAX_VALUE : protocol.budgetAfter(task);
    long start = System.nanoTime();
    apply(new Change.TaskStarted(stream.get(task).name()));
    boolean more = true;
    while (more && forwards < until && batches.hasNext()) {
      more = learn(batches.next());
    }
    apply(new Change.TaskEnded(stream.get(task).name(), List.of()));
    nanos += System.nanoTime() - start;
  }

  /** Learns a batch; false if the entry is done with the task. */
  private boolean learn(List<LabelledFeature> samples) {
    List<String> labels = samples.stream().map(LabelledFeature::label).toList();
    try (Batch batch = network.collate(samples.stream().map(LabelledFeature::encoded).toList())) {
      switch (method.lesson(head, replica.theta(), batch, labels)) {
        case Lesson.Rows rows -> {
          count(1);
          apply(
              new Change.HeadRows(
                  rows.rows().stream()
                      .map(m -> new HeadRow(m.label(), m.count(), m.values()))
                      .toList()));
        }
        case Lesson.Step step -> {
          if (entry instanceof Entry.NoStep) {
            return false;
          }
          StepRecord record = replica.measure(new CountedObjective(step.objective(), this::count));
          rejected += record.rejected() == null ? 0 : 1;
          apply(new Change.Step(record, replica.strategyNumber(), samples.size()));
        }
      }
    }
    return true;
  }

  private void count(long passes) {
    forwards += passes;
    progress.step(passes);
  }

  private void measure(List<FeatureTask> stream, int now) {
    HeldOut heldOut = new HeldOut(network);
    Map<String, Score> row = new LinkedHashMap<>();
    for (FeatureTask task : stream.subList(0, now + 1)) {
      row.put(task.name(), heldOut.score(replica, task.test()));
    }
    FeatureTask task = stream.get(now);
    matrix.add(task.name(), row);
    newTask += row.getOrDefault(task.name(), new Score(0, 0)).ratio() / stream.size();
    within += heldOut.within(replica, task.test()).ratio() / stream.size();
  }

  private Run result(int tasks) {
    if (matrix.size() != tasks) {
      throw new IllegalStateException(
          "%d of %d tasks were measured".formatted(matrix.size(), tasks));
    }
    return new Run(
        entry.key(),
        seed,
        matrix.average(),
        matrix.last(),
        matrix.forgetting(),
        newTask,
        within,
        forwards,
        replica.step(),
        rejected,
        nanos / 1e9);
  }

  private void apply(Change change) {
    replica.apply(replica.next(0, Instant.EPOCH, List.of(), change));
  }
}
