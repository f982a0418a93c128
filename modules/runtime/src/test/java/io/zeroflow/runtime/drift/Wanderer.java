package io.zeroflow.runtime.drift;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.method.MeanAccumulator;
import io.zeroflow.model.method.Samples;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.TaskFreeSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A stream of features around class centres, and the part of a learner that keeps its tasks: what
 * it does with a batch, and what is left of it after a restart.
 */
final class Wanderer {

  static final int WIDTH = 48;

  private final Random random;
  private final int batchSize;
  private final int maxTasks;
  private final MeanAccumulator control = new MeanAccumulator();
  private final List<Samples> known = new ArrayList<>();
  private final List<Seen> pending = new ArrayList<>();
  private final List<String> visits = new ArrayList<>();
  private final List<String> evidence = new ArrayList<>();
  private final List<String> taskOfBatch = new ArrayList<>();
  private final Replica replica = new Replica();
  private TaskFinder finder;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Seen(String label, float[] feature) {}

  /** What the finder does not look at. */
  private record NoTensors(int size) implements Batch {
    @Override
    public void close() {}
  }

  Wanderer(long seed, int batchSize, int maxTasks) {
    this.random = new Random(seed);
    this.batchSize = batchSize;
    this.maxTasks = maxTasks;
    this.finder = newFinder();
    apply(new Change.ModelCreated("m", 1, "n", "f", 8, WIDTH, List.of(), Strategy.parse("zo-sgd")));
  }

  private TaskFinder newFinder() {
    return new TaskFinder(new TaskFreeSettings(0.002, 0.7), maxTasks);
  }

  /**
   * A centre that is the same whenever it is asked for.
   *
   * @param domain another domain has another centre for the same class
   */
  static float[] centre(String domain, String label) {
    Random own = new Random(31L * domain.hashCode() + label.hashCode());
    float[] centre = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      centre[i] = (float) own.nextGaussian();
    }
    return centre;
  }

  /** Samples of random classes of a task, with so much noise that the cosine is about 0.6. */
  void feed(String domain, List<String> labels, int samples) {
    for (int i = 0; i < samples; i++) {
      feed(domain, labels.get(random.nextInt(labels.size())));
    }
  }

  void feed(String domain, String label) {
    float[] feature = centre(domain, label);
    for (int i = 0; i < WIDTH; i++) {
      feature[i] += 1.3f * (float) random.nextGaussian();
    }
    pending.add(new Seen(label, feature));
    if (pending.size() == batchSize) {
      learn(batch());
    }
  }

  private Samples batch() {
    List<Input> inputs = new ArrayList<>();
    List<Encoded> encoded = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Seen one : pending) {
      inputs.add(new Input.Text(one.label()));
      encoded.add(new Encoded(1, new float[0], new float[0], one.feature()));
      labels.add(one.label());
    }
    pending.clear();
    return new Samples(inputs, encoded, new NoTensors(labels.size()), labels);
  }

  private void learn(Samples batch) {
    TaskFinder.Found found = finder.find(replica, batch);
    if (!found.task().equals(replica.task())) {
      if (replica.task() != null) {
        apply(new Change.TaskEnded(replica.task(), control.means()));
      }
      control.clear();
      known.clear();
      apply(new Change.TaskStarted(found.task(), false, found.evidence()));
      visits.add(found.task());
      evidence.add(found.evidence());
    }
    taskOfBatch.add(found.task());
    addToControl(batch);
    known.add(batch);
  }

  private void addToControl(Samples batch) {
    for (int i = 0; i < batch.labels().size(); i++) {
      control.add(batch.labels().get(i), batch.encoded().get(i).pooled());
    }
  }

  /** A new life: nothing is left but the journal and the running task's samples in the source. */
  void restart() {
    finder = newFinder();
    known.forEach(batch -> finder.remember(replica, batch));
  }

  private void apply(Change change) {
    replica.apply(replica.next(0, Instant.EPOCH, List.of(), change));
  }

  /** The tasks in the order in which they began or came again. */
  List<String> visits() {
    return visits;
  }

  List<String> evidence() {
    return evidence;
  }

  List<String> taskOfBatch() {
    return taskOfBatch;
  }
}
