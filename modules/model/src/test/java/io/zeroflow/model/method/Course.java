package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.snapshot.Snapshot;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A learner without streams: a method on the toy network, a replica, and the records so far. */
final class Course {

  static final int WIDTH = 5;

  final ToyNetwork network = new ToyNetwork(WIDTH);
  private final Methods kind;
  private final MethodOptions options;
  final ContinualMethod method;
  final Replica replica;
  final List<byte[]> journal = new ArrayList<>();

  Course(Methods method, MethodOptions options) {
    this(method, options, List.of());
    commit(
        new Change.ModelCreated(
            "toy",
            7,
            network.name(),
            this.method.name(),
            WIDTH * 30,
            WIDTH,
            network.slices(),
            Strategy.parse("zo-sgd(lr=0.01)")));
  }

  private Course(Methods method, MethodOptions options, List<byte[]> journal) {
    this.kind = method;
    this.options = options;
    this.method = method.create(network, options);
    this.replica = new Replica(this.method.newState());
    journal.forEach(this::replay);
  }

  /** A learner that comes back after a crash and knows the journal only. */
  Course restarted() {
    return new Course(kind, options, journal);
  }

  /** A learner that comes back with a snapshot of now and goes on with the journal. */
  Course fromSnapshot() {
    Course course = new Course(kind, options, List.of());
    Snapshot.of(replica, "id", 0).restore(course.replica);
    course.journal.addAll(journal);
    return course;
  }

  /** Looks again at a batch that was learned before a restart. */
  void observe(List<String> labels, List<float[]> inputs) {
    try (Batch batch = batch(inputs)) {
      method.observe(replica, samples(labels, inputs, batch));
    }
  }

  /** Takes the next record from elsewhere. */
  void replay(byte[] record) {
    journal.add(record);
    replica.apply(RecordCodec.decode(record));
  }

  void begin(String task) {
    commit(new Change.TaskStarted(task, method.restarts(replica)));
  }

  void end() {
    String task = String.valueOf(replica.task());
    method.end(replica).forEach(this::commit);
    commit(new Change.TaskEnded(task, List.of()));
  }

  /** Learns a batch; what became of it, last. */
  Change learn(List<String> labels, List<float[]> inputs) {
    try (Batch batch = batch(inputs);
        Lesson lesson = method.lesson(replica, samples(labels, inputs, batch))) {
      List<Change> changes =
          switch (lesson) {
            case Lesson.Write(List<Change> written) -> written;
            case Lesson.Step step -> {
              StepRecord record = replica.measure(step.objective());
              yield List.of(new Change.Step(record, replica.strategyNumber(), labels.size()));
            }
          };
      changes.forEach(this::commit);
      return changes.getLast();
    }
  }

  /** The same lesson, of which nothing comes. */
  Lesson lesson(List<String> labels, List<float[]> inputs) {
    return method.lesson(replica, samples(labels, inputs, batch(inputs)));
  }

  Batch batch(List<float[]> inputs) {
    return network.batch(inputs.toArray(float[][]::new));
  }

  Samples samples(List<String> labels, List<float[]> values, Batch batch) {
    List<Input> inputs = values.stream().map(ToyNetwork::input).toList();
    return new Samples(inputs, inputs.stream().map(network::encode).toList(), batch, labels);
  }

  void commit(Change change) {
    JournalRecord record = replica.next(0, Instant.EPOCH, List.of(), change);
    journal.add(RecordCodec.encode(record));
    replica.apply(record);
  }

  /** Another replica that knows the journal only. */
  Replica follower() {
    Replica follower = new Replica(method.newState());
    journal.forEach(bytes -> follower.apply(RecordCodec.decode(bytes)));
    return follower;
  }

  /** What a replica answers. */
  String answer(Replica replica, float[] input) {
    Encoded encoded = network.encode(ToyNetwork.input(input));
    Predictor predictor = method.predictor(replica);
    float[] scores = predictor.scores(List.of(encoded), network.collate(List.of(encoded)))[0];
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return predictor.labels().get(best);
  }
}
