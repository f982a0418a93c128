package io.zeroflow.runtime.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.follow.ModelVersion;
import io.zeroflow.runtime.predict.Prediction;
import io.zeroflow.runtime.predict.PredictionException;
import io.zeroflow.runtime.predict.PredictionService;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Questions were answered after their askers had left or given up, before those of others. */
class WorkForThoseWhoLeftTest {

  private static final byte[] QUESTION = "{\"text\":\"hail\"}".getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger begun = new AtomicInteger();
  private final CompletableFuture<Optional<ModelVersion>> model = new CompletableFuture<>();

  /** Takes every thread, and does nothing else. */
  private static Network idle() {
    return (Network)
        Proxy.newProxyInstance(
            Network.class.getClassLoader(),
            new Class<?>[] {Network.class},
            (proxy, method, arguments) -> null);
  }

  private CompletionStage<Optional<ModelVersion>> model() {
    begun.incrementAndGet();
    return model;
  }

  @Test
  void isPassedOverAndItsPlaceGivenBack() throws Exception {
    try (PredictionService service =
        new PredictionService(idle(), new SampleCodec(), this::model)) {
      CompletableFuture<Prediction> first = service.predict(QUESTION, 1);
      await().until(() -> begun.get() == 1); // and waits for the model
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<Prediction>> waiting =
            IntStream.range(0, 64).mapToObj(i -> service.predict(QUESTION, 1)).toList();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(service.predict(QUESTION, 1))
            .failsWithin(1, TimeUnit.MINUTES)
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(PredictionException.class)
            .withMessageContaining("64 questions are waiting");
        waiting.forEach(question -> question.cancel(false));
      }
      CompletableFuture<Prediction> last = service.predict(QUESTION, 1);
      model.complete(Optional.empty());
      for (CompletableFuture<Prediction> question : List.of(first, last)) {
        assertThat(question)
            .failsWithin(1, TimeUnit.MINUTES)
            .withThrowableOfType(ExecutionException.class)
            .withMessageContaining("no model yet");
      }
      assertThat(begun).as("questions begun").hasValue(2);
    }
  }
}
