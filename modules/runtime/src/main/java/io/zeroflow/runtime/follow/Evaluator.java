package io.zeroflow.runtime.follow;

import io.opentelemetry.api.trace.Span;
import io.zeroflow.data.Sample;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.optim.Theta;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.source.Inputs;
import io.zeroflow.runtime.trace.Traces;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * Measures models on the held-out samples of one task. Frozen features of the samples are computed
 * once. Spawn it on {@link #DISPATCHER}: all evaluators share its one thread.
 */
final class Evaluator extends AbstractBehavior<Evaluator.Command> {

  static final String DISPATCHER = "zeroflow-evaluation-dispatcher";

  /** Small enough that padding wastes little and a batch stays in the cache. */
  private static final int BATCH = 64;

  sealed interface Command {}

  /** A held-out sample of the task; of more than are kept, an even choice is. */
  record Keep(Sample sample) implements Command {}

  /** Measure a model; answered even if there is nothing to measure, or with why it failed. */
  record Measure(ModelVersion model, ActorRef<Answer> replyTo) implements Command {}

  /** Losses of classifiers on a part of the samples; answered even if there are none. */
  record GetLosses(List<Predictor> predictors, ActorRef<Losses> replyTo) implements Command {}

  /** What backprop would keep for a batch of the samples; answered whatever comes of it. */
  record GetStepMemory(Theta theta, int batch, ActorRef<StepMemory> replyTo) implements Command {}

  private final String task;
  private final Network network;
  private final Reservoir reservoir;
  private final EvaluationMemory memory;
  private final Metrics metrics;

  /** By place in the reservoir. */
  private final NavigableMap<Integer, Kept> kept = new TreeMap<>();

  private long bytes;
  private List<Encoded> inputs = List.of();
  private List<String> labels = List.of();

  private record Kept(Encoded input, String label) {
    long bytes() {
      return input.bytes();
    }
  }

  private Evaluator(
      ActorContext<Command> context,
      String task,
      Network network,
      int maxSamples,
      EvaluationMemory memory,
      Metrics metrics) {
    super(context);
    this.task = task;
    this.network = network;
    this.reservoir = new Reservoir(maxSamples);
    this.memory = memory;
    this.metrics = metrics;
    memory.join();
  }

  /**
   * An evaluator of a task.
   *
   * @param maxSamples that it keeps at most, of which {@code memory} may not have room for all
   */
  static Behavior<Command> create(
      String task, Network network, int maxSamples, EvaluationMemory memory, Metrics metrics) {
    return Behaviors.setup(
        context -> new Evaluator(context, task, network, maxSamples, memory, metrics));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::on).build();
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Keep(Sample sample) -> keep(sample);
      case GetLosses(List<Predictor> predictors, ActorRef<Losses> replyTo) ->
          replyTo.tell(losses(predictors));
      case GetStepMemory(Theta theta, int batch, ActorRef<StepMemory> replyTo) ->
          replyTo.tell(stepMemory(theta, batch));
      case Measure(ModelVersion model, ActorRef<Answer> replyTo) -> {
        long start = System.nanoTime();
        replyTo.tell(answer(model));
        metrics.evaluationDuration.observe((System.nanoTime() - start) / 1e9);
      }
    }
    return this;
  }

  private StepMemory stepMemory(Theta theta, int size) {
    long gradient = (long) Float.BYTES * theta.size();
    List<Encoded> some = kept.values().stream().map(Kept::input).toList();
    if (some.isEmpty()) {
      return new StepMemory(size, gradient, null);
    }
    List<Encoded> encoded =
        IntStream.range(0, size).mapToObj(i -> some.get(i % some.size())).toList();
    try (Batch batch = network.collate(encoded)) {
      OptionalLong kept = network.activations(theta, batch, new Target.Rows(new int[size]));
      return new StepMemory(size, gradient, kept.isPresent() ? kept.getAsLong() : null);
    } catch (RuntimeException e) {
      getContext().getLog().warn("the memory of a step by backprop cannot be measured", e);
      return new StepMemory(size, gradient, null);
    }
  }

  private Losses losses(List<Predictor> predictors) {
    List<Kept> some = kept.values().stream().limit(BATCH).toList();
    List<Encoded> encoded = some.stream().map(Kept::input).toList();
    double[] sums = new double[predictors.size()];
    if (encoded.isEmpty()) {
      return new Losses(task, sums, 0);
    }
    try (Batch batch = network.collate(encoded)) {
      for (int p = 0; p < sums.length; p++) {
        Predictor predictor = predictors.get(p);
        float[][] scores = predictor.scores(encoded, batch);
        for (int i = 0; i < scores.length; i++) {
          sums[p] += crossEntropy(scores[i], predictor.labels().indexOf(some.get(i).label()));
        }
      }
    }
    return new Losses(task, sums, encoded.size());
  }

  /** As if the right class had nothing where the model does not know it. */
  private static double crossEntropy(float[] scores, int right) {
    double most = 0;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - most);
    }
    return Math.log(sum) + most - (right < 0 ? 0 : scores[right]);
  }

  private void keep(Sample sample) {
    OptionalInt place =
        reservoir.offer(31 * sample.payload().fingerprint() + sample.label().hashCode());
    if (place.isEmpty()) {
      return;
    }
    Kept before = kept.remove(place.getAsInt());
    hold(before == null ? 0 : -before.bytes());
    try {
      Kept one = new Kept(network.encode(Inputs.of(sample.payload())), sample.label());
      kept.put(place.getAsInt(), one);
      hold(one.bytes());
    } catch (RuntimeException e) {
      getContext().getLog().warn("a held-out sample of {} is left out: {}", task, e.toString());
    }
    fit();
  }

  private void hold(long difference) {
    bytes += difference;
    memory.add(difference);
  }

  /** Keeps fewer samples if these take more than this evaluator's share of memory. */
  private void fit() {
    if (bytes <= memory.share() || kept.size() <= 1) {
      return;
    }
    List<Integer> stay = reservoir.shrink((int) Math.max(1, kept.size() * memory.share() / bytes));
    List<@Nullable Kept> staying = stay.stream().map(kept::get).toList();
    kept.clear();
    for (int place = 0; place < staying.size(); place++) {
      Kept one = staying.get(place);
      if (one != null) { // null where the network did not take the sample
        kept.put(place, one);
      }
    }
    hold(kept.values().stream().mapToLong(Kept::bytes).sum() - bytes);
    getContext()
        .getLog()
        .info(
            "{} is measured on {} samples: zeroflow.evaluation.feature-memory has no room for more",
            task,
            kept.size());
  }

  /** One model that cannot be measured is no reason to stop measuring, let alone learning. */
  private Answer answer(ModelVersion model) {
    try {
      Span span =
          Traces.after("evaluate", model.origin())
              .setAttribute("zeroflow.task", task)
              .setAttribute("zeroflow.step", model.step());
      return Traces.within(span, () -> measure(model));
    } catch (RuntimeException e) {
      getContext().getLog().warn("{} cannot be measured at step {}", task, model.step(), e);
      metrics.evaluationFailures.inc();
      return new Answer.Failed(task);
    }
  }

  private Measurement measure(ModelVersion model) {
    fit();
    inputs = kept.values().stream().map(Kept::input).toList();
    labels = kept.values().stream().map(Kept::label).toList();
    int correct = 0;
    int correctWithin = 0;
    int forkCorrect = 0;
    int[] own = ownLabels(model);
    NearestMean ownControl = model.control().restrictedTo(labels);
    boolean begun = task.equals(model.running());
    if (!model.predictor().labels().isEmpty()) {
      for (int from = 0; from < inputs.size(); from += BATCH) {
        int to = Math.min(from + BATCH, inputs.size());
        try (Batch batch = network.collate(inputs.subList(from, to))) {
          float[][] scores = model.predictor().scores(inputs.subList(from, to), batch);
          forkCorrect += forkCorrect(model, from, to, batch);
          for (int i = from; i < to; i++) {
            float[] row = scores[i - from];
            correct += right(model.predictor(), argmax(row, null), labels.get(i));
            correctWithin += right(model.predictor(), argmax(row, own), labels.get(i));
          }
        }
      }
    }
    return new Measurement(
        task,
        correct,
        forkCorrect,
        controlCorrect(model.control()),
        correctWithin,
        controlCorrect(ownControl),
        begun && own.length == 0 ? 0 : inputs.size(),
        begun && ownControl.size() == 0 ? 0 : inputs.size());
  }

  private int forkCorrect(ModelVersion model, int from, int to, Batch batch) {
    Predictor fork = model.fork();
    if (fork == null) {
      return 0;
    }
    float[][] scores = fork.scores(inputs.subList(from, to), batch);
    int correct = 0;
    for (int i = from; i < to; i++) {
      correct += right(fork, argmax(scores[i - from], null), labels.get(i));
    }
    return correct;
  }

  private int controlCorrect(NearestMean control) {
    int correct = 0;
    for (int i = 0; i < inputs.size(); i++) {
      if (labels.get(i).equals(control.predict(inputs.get(i).pooled()))) {
        correct++;
      }
    }
    return correct;
  }

  private int[] ownLabels(ModelVersion model) {
    return labels.stream()
        .distinct()
        .mapToInt(model.predictor().labels()::indexOf)
        .filter(k -> k >= 0)
        .toArray();
  }

  private static int right(Predictor predictor, int answer, String label) {
    return answer >= 0 && predictor.labels().get(answer).equals(label) ? 1 : 0;
  }

  /** Largest among the {@code allowed}, or among all if null; −1 if there is none. */
  private static int argmax(float[] scores, int @Nullable [] allowed) {
    int best = -1;
    int n = allowed == null ? scores.length : allowed.length;
    for (int i = 0; i < n; i++) {
      int k = allowed == null ? i : allowed[i];
      if (best < 0 || scores[k] > scores[best]) {
        best = k;
      }
    }
    return best;
  }
}
