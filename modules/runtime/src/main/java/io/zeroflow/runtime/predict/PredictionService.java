package io.zeroflow.runtime.predict;

import io.zeroflow.data.Payload;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.runtime.follow.ModelVersion;
import io.zeroflow.runtime.predict.Prediction.Scored;
import io.zeroflow.runtime.source.Inputs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and answers questions on one thread of its own, one at a time, so that what their bytes
 * unfold to is never in memory more than once. So many questions may wait; one more is refused at
 * once, so that a flood of them grows no queue. The model is asked for anew when it is older than
 * half a second: a copy of the weights a question would cost more than the answer.
 */
public final class PredictionService implements AutoCloseable {

  private static final int WAITING = 64;

  /** Labels in an answer, if the question does not say. */
  public static final int BEST = 5;

  private static final Duration FRESH = Duration.ofMillis(500);

  private final Network network;
  private final SampleCodec codec;
  private final Supplier<CompletionStage<Optional<ModelVersion>>> current;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("zeroflow-predictor").daemon().factory());
  private @Nullable ModelVersion model;
  private long fetched;

  /**
   * @param codec reads the questions
   * @param current asks the follower for its model
   */
  public PredictionService(
      Network network,
      SampleCodec codec,
      Supplier<CompletionStage<Optional<ModelVersion>>> current) {
    this.network = network;
    this.codec = codec;
    this.current = current;
  }

  /**
   * Answers a question.
   *
   * @param question an input, as {@link SampleCodec#decodeInput} takes it
   * @param best how many labels to score in the answer, at most
   * @return completes with the answer, or fails with a {@link PredictionException} or {@link
   *     io.zeroflow.data.codec.BadSampleException}; if it is completed by somebody else before, the
   *     question's turn is passed over
   */
  public CompletableFuture<Prediction> predict(byte[] question, int best) {
    CompletableFuture<Prediction> answer = new CompletableFuture<>();
    Runnable turn =
        () -> {
          if (answer.isDone()) {
            return;
          }
          try {
            answer.complete(answer(codec.decodeInput(question), best));
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        };
    // Who does not wait any more gives back place and memory at once.
    var unused = answer.whenComplete((prediction, failure) -> executor.remove(turn));
    try {
      executor.execute(turn);
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new PredictionException(
              "%d questions are waiting already; ask again in a moment".formatted(WAITING), true));
    }
    return answer;
  }

  private Prediction answer(Payload payload, int best) {
    network.enter(1);
    ModelVersion model = model();
    List<String> labels = model.predictor().labels();
    if (labels.isEmpty()) {
      throw new PredictionException("the model knows no class yet; ask again later", true);
    }
    Encoded encoded = encoded(Inputs.of(payload));
    float[] scores;
    try (Batch batch = network.collate(List.of(encoded))) {
      scores = model.predictor().scores(List.of(encoded), batch)[0];
    }
    List<Scored> scored =
        IntStream.range(0, scores.length)
            .mapToObj(i -> new Scored(labels.get(i), scores[i]))
            .sorted(Comparator.comparing(Scored::score).reversed())
            .limit(best)
            .toList();
    return new Prediction(model.step(), scored.getFirst().label(), scored);
  }

  private Encoded encoded(Input input) {
    try {
      network.check(input);
      return network.encode(input);
    } catch (UnsupportedInputException e) {
      throw new PredictionException(String.valueOf(e.getMessage()), false);
    }
  }

  private ModelVersion model() {
    long now = System.nanoTime();
    ModelVersion known = model;
    if (known != null && now - fetched < FRESH.toNanos()) {
      return known;
    }
    ModelVersion fresh =
        current
            .get()
            .toCompletableFuture()
            .join()
            .orElseThrow(
                () -> new PredictionException("there is no model yet; ask again later", true));
    model = fresh;
    fetched = now;
    return fresh;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
