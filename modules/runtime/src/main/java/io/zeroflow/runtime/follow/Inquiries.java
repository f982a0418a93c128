package io.zeroflow.runtime.follow;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.method.ContinualMethod;
import io.zeroflow.model.method.Predictor;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * What evaluators are asked beside their rounds, for people who look. Begun on the follower's
 * thread with copies of what its replica holds, answered in the background.
 */
final class Inquiries {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Deviation of the random direction whose norm is the unit of a landscape. */
  private static final double PROBE = 1e-3;

  private static final double[] PLACES = {-20, -12, -8, -4, -2, 0, 2, 4, 8, 12, 20};

  private final Replica replica;
  private final ContinualMethod method;
  private final SequencedMap<String, ActorRef<Evaluator.Command>> evaluators;
  private final Scheduler scheduler;

  /**
   * @param evaluators by task; the follower's, which grows
   */
  Inquiries(
      Replica replica,
      ContinualMethod method,
      SequencedMap<String, ActorRef<Evaluator.Command>> evaluators,
      Scheduler scheduler) {
    this.replica = replica;
    this.method = method;
    this.evaluators = evaluators;
    this.scheduler = scheduler;
  }

  /** The loss along the estimate of a step; one without an estimate shows nothing. */
  void landscape(@Nullable StepRecord last, ActorRef<Landscape> replyTo) {
    List<Predictor> predictors = last == null ? List.of() : along(last);
    if (last == null || predictors.isEmpty()) {
      replyTo.tell(Landscape.EMPTY);
      return;
    }
    List<CompletableFuture<Losses>> losses =
        evaluators.values().stream()
            .map(
                evaluator ->
                    this.<Losses>ask(evaluator, self -> new Evaluator.GetLosses(predictors, self)))
            .toList();
    String running = replica.task();
    var unused =
        CompletableFuture.allOf(losses.toArray(CompletableFuture[]::new))
            .handle(
                (done, failure) ->
                    failure == null
                        ? points(losses.stream().map(CompletableFuture::join).toList(), running)
                        : List.<Landscape.Point>of())
            .thenAccept(points -> replyTo.tell(new Landscape(last.step(), points)));
  }

  private <T> CompletableFuture<T> ask(
      ActorRef<Evaluator.Command> evaluator, Function<ActorRef<T>, Evaluator.Command> question) {
    return AskPattern.ask(evaluator, question::apply, PATIENCE, scheduler).toCompletableFuture();
  }

  /** What backprop would take, by the samples of the first task. */
  void stepMemory(int batch, ActorRef<StepMemory> replyTo) {
    int parameters = replica.created() ? replica.theta().size() : 0;
    StepMemory unknown = new StepMemory(batch, (long) Float.BYTES * parameters, null);
    if (evaluators.isEmpty() || replica.headSize() == 0) {
      replyTo.tell(unknown);
      return;
    }
    Theta theta = replica.theta().copy();
    this.<StepMemory>ask(
            evaluators.firstEntry().getValue(),
            self -> new Evaluator.GetStepMemory(theta, batch, self))
        .exceptionally(failure -> unknown)
        .thenAccept(replyTo::tell);
  }

  private List<Predictor> along(StepRecord last) {
    double radius = PROBE * Math.sqrt(replica.theta().size());
    double[] distances = Arrays.stream(PLACES).map(place -> place * radius).toArray();
    return replica.along(last, distances, method::predictor);
  }

  private static List<Landscape.Point> points(List<Losses> losses, @Nullable String running) {
    List<Losses> own = losses.stream().filter(l -> l.task().equals(running)).toList();
    List<Losses> others = losses.stream().filter(l -> !l.task().equals(running)).toList();
    List<Landscape.Point> points = new ArrayList<>();
    for (int place = 0; place < PLACES.length; place++) {
      points.add(new Landscape.Point(PLACES[place], mean(own, place), mean(others, place)));
    }
    return points;
  }

  private static @Nullable Double mean(List<Losses> losses, int place) {
    int count = losses.stream().mapToInt(Losses::count).sum();
    return count == 0 ? null : losses.stream().mapToDouble(l -> l.sums()[place]).sum() / count;
  }
}
