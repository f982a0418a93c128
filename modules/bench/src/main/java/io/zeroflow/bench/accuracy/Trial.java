package io.zeroflow.bench.accuracy;

import io.zeroflow.data.Shuffle;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Fork;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Lesson;
import io.zeroflow.model.method.Samples;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.AccuracyMatrix;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.learn.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry on one stream: what the learner does, the same records applied to the same replica, but
 * without a journal between. A task may be left up to one step beyond its share of the budget; the
 * next one has so much less. It is also left when an epoch went by without a step: there is nothing
 * to train, and what a method collects is complete. Under a supervisor, which may hold and go on, a
 * task has as many batches as plain finite differences can pay for, and may cost less than its
 * share.
 */
final class Trial {

  private static final Strategy NEVER_USED = Strategy.parse("zo-sgd");

  private final Network network;
  private final Protocol protocol;
  private final Entry entry;
  private final long seed;
  private final ContinualMethod method;
  private final ContinualMethod uncounted;
  private final Replica replica;
  private final @Nullable Overseer overseer;
  private final AccuracyMatrix matrix = new AccuracyMatrix();
  private final BenchProgress progress;
  private final List<Integer> batches = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private final List<Double> forgettings = new ArrayList<>();
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
        entry.method().create(new CountedNetwork(network, this::count), protocol.methods());
    this.uncounted = entry.method().create(network, protocol.methods());
    this.replica = new Replica(method.newState());
    this.overseer =
        entry instanceof Entry.Supervised supervised
            ? new Overseer(supervised, network, uncounted, replica, seed)
            : null;
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
    return over(network, protocol, stream, entry, seed, progress).result(stream.size());
  }

  /** A trial that is over. */
  static Trial over(
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
    return trial;
  }

  /** What has been learned. */
  Replica replica() {
    return replica;
  }

  /** How many batches each task was given. */
  List<Integer> batches() {
    return batches;
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
            first()));
  }

  private Strategy first() {
    return switch (entry) {
      case Entry.Learned learned -> learned.strategy();
      case Entry.Supervised supervised -> supervised.strategy();
      case Entry.Untrained _ -> NEVER_USED;
    };
  }

  private void learn(List<FeatureTask> stream, int task) {
    List<LabelledFeature> samples =
        overseer == null ? stream.get(task).train() : overseer.take(stream.get(task));
    Epochs epochs = epochs(samples, protocol, seed, task);
    long until = protocol.budgetAfter(task);
    long start = System.nanoTime();
    apply(new Change.TaskStarted(stream.get(task).name(), method.restarts(replica)));
    int patience = patience(samples);
    int most = overseer == null ? Integer.MAX_VALUE : protocol.batchesOfATask();
    int batch = 0;
    for (int idle = 0; idle < patience && forwards < until && batch < most; batch++) {
      idle = learn(epochs.next()) ? 0 : idle + 1;
    }
    batches.add(batch);
    Order.dropped(replica, new Reason("task", "it is over", "")).forEach(this::apply);
    method.end(replica).forEach(this::apply);
    apply(new Change.TaskEnded(stream.get(task).name(), List.of()));
    nanos += System.nanoTime() - start;
  }

  /** The order in which a task's samples are learned. */
  static Epochs epochs(List<LabelledFeature> samples, Protocol protocol, long seed, int task) {
    return new Epochs(samples, protocol.batchSize(), Shuffle.derive(seed, -1 - task));
  }

  /** Batches without a step after which there will be none: an epoch, and what warms heads up. */
  private int patience(List<LabelledFeature> samples) {
    int epoch = Math.ceilDiv(samples.size(), protocol.batchSize());
    if (entry instanceof Entry.Untrained) {
      return epoch;
    }
    if (overseer != null) { // it may hold now and go on later
      return Integer.MAX_VALUE;
    }
    long classes = samples.stream().map(LabelledFeature::label).distinct().count();
    long warmUp = classes * protocol.methods().warmUpSamples();
    return epoch * (1 + Math.toIntExact(Math.ceilDiv(warmUp, samples.size())));
  }

  /** Learns a batch; true if it took a step. */
  private boolean learn(List<LabelledFeature> batch) {
    List<Encoded> encoded = batch.stream().map(LabelledFeature::encoded).toList();
    try (Batch collated = network.collate(encoded);
        Lesson lesson =
            method.lesson(
                replica,
                new Samples(
                    batch.stream().map(LabelledFeature::input).toList(),
                    encoded,
                    collated,
                    batch.stream().map(LabelledFeature::label).toList()))) {
      return switch (lesson) {
        case Lesson.Write(List<Change> changes) -> {
          changes.forEach(this::apply);
          yield false;
        }
        case Lesson.Step _ when entry instanceof Entry.Untrained -> false;
        case Lesson.Step step -> take(step, batch.size());
      };
    }
  }

  /** True but while model and fork only hold: then nothing more may come of this task. */
  private boolean take(Lesson.Step step, int samples) {
    long before = forwards;
    StepRecord record = replica.measure(step.objective());
    rejected += record.rejected() == null ? 0 : 1;
    Fork fork = replica.fork();
    if (fork != null && fork.learns()) {
      apply(new Change.ForkStep(replica.measureFork(step.objective())));
    }
    apply(new Change.Step(record, replica.strategyNumber(), samples));
    if (overseer != null) {
      overseer.afterStep().forEach(this::apply);
    }
    return forwards > before;
  }

  private void count(long passes) {
    forwards += passes;
    progress.step(passes);
  }

  private void measure(List<FeatureTask> stream, int now) {
    HeldOut heldOut = new HeldOut(network, uncounted.predictor(replica));
    Map<String, Score> row = new LinkedHashMap<>();
    for (FeatureTask task : stream.subList(0, now + 1)) {
      row.put(task.name(), heldOut.score(task.test()));
    }
    FeatureTask task = stream.get(now);
    matrix.add(task.name(), row);
    accuracies.add(number(matrix.last()));
    if (now > 0) {
      forgettings.add(number(matrix.forgetting()));
    }
    newTask += Objects.requireNonNull(row.get(task.name())).ratio() / stream.size();
    within += heldOut.within(task.test()).ratio() / stream.size();
  }

  private Run result(int tasks) {
    if (matrix.size() != tasks) {
      throw new IllegalStateException(
          "%d of %d tasks were measured".formatted(matrix.size(), tasks));
    }
    return new Run(
        entry.key(),
        seed,
        number(matrix.average()),
        number(matrix.last()),
        number(matrix.forgetting()),
        newTask,
        within,
        accuracies,
        forgettings,
        forwards,
        replica.step(),
        rejected,
        nanos / 1e9);
  }

  /** NaN for what there is not, such as forgetting in a stream of one task. */
  private static double number(@Nullable Double measured) {
    return measured == null ? Double.NaN : measured;
  }

  private void apply(Change change) {
    replica.apply(replica.next(0, Instant.EPOCH, List.of(), change));
    if (overseer != null) {
      overseer.recorded(change);
    }
  }
}
