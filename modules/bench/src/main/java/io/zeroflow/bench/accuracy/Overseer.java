package io.zeroflow.bench.accuracy;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.runtime.follow.AccuracyMatrix;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.supervise.Observation;
import io.zeroflow.runtime.supervise.Policies;
import io.zeroflow.runtime.supervise.StepWindow;
import io.zeroflow.runtime.supervise.Supervision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor of a trial: the live system's, with a measurement every so many steps in the place
 * of evaluators that measure when they get to it. What it measures on are training samples that the
 * trial does not learn from; the samples of the table it never sees.
 */
final class Overseer {

  /** Every so many training samples one is the supervisor's. */
  private static final int SHARE = 10;

  private final Entry.Supervised entry;
  private final Network network;
  private final ContinualMethod method;
  private final Replica replica;
  private final Supervision supervision;
  private final StepWindow window = new StepWindow();
  private final AccuracyMatrix matrix = new AccuracyMatrix();
  private final Map<String, List<LabelledFeature>> own = new LinkedHashMap<>();
  private @Nullable String running;
  private long forwards;

  /**
   * @param method over a network that does not count
   */
  Overseer(
      Entry.Supervised entry, Network network, ContinualMethod method, Replica replica, long seed) {
    this.entry = entry;
    this.network = network;
    this.method = method;
    this.replica = replica;
    this.supervision =
        new Supervision(
            entry.settings(),
            entry.policy().equals(RandomPolicy.NAME)
                ? new Policies(new RandomPolicy(entry.settings().bandit().strategies(), seed))
                : new Policies(entry.settings()),
            entry.policy(),
            entry.strategy());
  }

  /** What is left of a task's samples to learn from. */
  List<LabelledFeature> take(FeatureTask task) {
    List<LabelledFeature> train = new ArrayList<>();
    List<LabelledFeature> kept = new ArrayList<>();
    for (int i = 0; i < task.train().size(); i++) {
      (i % SHARE == 0 ? kept : train).add(task.train().get(i));
    }
    own.put(task.name(), kept);
    return train;
  }

  /** A change that has been applied. */
  void recorded(Change change) {
    switch (change) {
      case Change.Step taken -> count(taken.record());
      case Change.ForkStep taken -> forwards += taken.record().forwards();
      case Change.TaskStarted started -> {
        running = started.task();
        window.restart();
        supervision.recorded(replica.sequence(), change, 0);
      }
      case Change.TaskEnded ended -> {
        running = null;
        matrix.add(ended.task(), scores(method.predictor(replica)));
        supervision.recorded(replica.sequence(), change, 0);
      }
      default -> supervision.recorded(replica.sequence(), change, 0);
    }
  }

  private void count(StepRecord step) {
    window.add(step);
    forwards += step.forwards();
  }

  /** What is to be changed after a step; measures if it is time to. */
  List<Change> afterStep() {
    if (replica.step() % entry.every() != 0) {
      return List.of();
    }
    Map<String, Score> scores = scores(method.predictor(replica));
    Observation seen =
        new Observation(
            replica.sequence(),
            replica.step(),
            running,
            scores.keySet(),
            future(scores),
            past(scores),
            replica.fork() == null ? null : future(scores(replica.asFork(method::predictor))),
            window.take(),
            forwards);
    List<Change> changes = new ArrayList<>();
    for (Order order : supervision.observe(seen, 0)) {
      changes.addAll(order.changes(replica));
    }
    return changes;
  }

  private Observation.@Nullable Future future(Map<String, Score> scores) {
    Double accuracy = AccuracyMatrix.overall(scores);
    return accuracy == null
        ? null
        : new Observation.Future(accuracy, AccuracyMatrix.mean(past(scores).values()));
  }

  private Map<String, Double> past(Map<String, Score> scores) {
    Map<String, Score> past = new LinkedHashMap<>(scores);
    past.remove(running);
    return matrix.forgetting(past);
  }

  private Map<String, Score> scores(Predictor predictor) {
    HeldOut heldOut = new HeldOut(network, predictor);
    Map<String, Score> scores = new LinkedHashMap<>();
    own.forEach(
        (task, samples) -> {
          if (!samples.isEmpty()) {
            scores.put(task, heldOut.score(samples));
          }
        });
    return scores;
  }
}
