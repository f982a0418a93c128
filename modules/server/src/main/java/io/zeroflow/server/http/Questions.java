package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.Tag;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.predict.Prediction;
import io.zeroflow.runtime.predict.PredictionException;
import io.zeroflow.runtime.predict.PredictionService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/**
 * {@code POST /api/v1/predict}. Asking costs no token, as it changes nothing; so what all questions
 * together can take is limited, from their first byte on: few that are large, more that are small,
 * one answered at a time ({@link PredictionService}). A question is dropped when nobody waits for
 * its answer any more.
 */
final class Questions {

  /** How many labels to score. */
  static final String TOP = "top";

  private static final int MOST_LABELS = 1000;

  /** As large as a record of the tasks topic may be. */
  private static final long MOST_BYTES = 8 << 20;

  private static final int SMALL_BYTES = 64 << 10;

  /** Less than the time after which the server answers in the place of a route. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Zeroflow zeroflow;
  private final Semaphore small = new Semaphore(128);
  private final Semaphore large = new Semaphore(4);

  Questions(Zeroflow zeroflow) {
    this.zeroflow = zeroflow;
  }

  Route route() {
    return path(
        "predict",
        () ->
            post(
                () ->
                    extractMaterializer(
                        materializer -> extractRequest(request -> ask(request, materializer)))));
  }

  private Route ask(HttpRequest request, Materializer materializer) {
    Optional<HttpResponse> refusal = Bodies.refusal(request, List.of(Bodies.JSON));
    if (refusal.isPresent()) {
      return complete(refusal.get());
    }
    int best;
    try {
      best = best(request);
    } catch (IllegalArgumentException e) {
      return Answers.problem(400, "The query cannot be read", String.valueOf(e.getMessage()));
    }
    OptionalLong length = request.entity().getContentLengthOption();
    Semaphore places = length.orElse(MOST_BYTES) > SMALL_BYTES ? large : small;
    if (!places.tryAcquire()) {
      return Bodies.instead(
          request,
          materializer,
          Problems.later(
              503,
              "There is no answer",
              "too many questions %s %,d bytes are being answered; ask again in a moment"
                  .formatted(places == large ? "above" : "up to", SMALL_BYTES)));
    }
    CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    var unused = answer.whenComplete((prediction, failure) -> places.release());
    Caller.of(request).awaits(answer);
    var reading =
        Bodies.read(request, MOST_BYTES, materializer)
            .whenComplete((body, failure) -> answered(answer, body, failure, best));
    return onComplete(
        answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS),
        result ->
            result.isSuccess()
                ? Answers.json(result.get())
                : complete(unanswered(result.failed().get())));
  }

  private void answered(
      CompletableFuture<ObjectNode> answer, byte[] body, Throwable failure, int best) {
    if (failure != null) {
      answer.completeExceptionally(new Unread(failure));
    } else if (!answer.isDone()) {
      CompletableFuture<Prediction> turn = zeroflow.predict(body, best);
      var given = answer.whenComplete((prediction, why) -> turn.cancel(false));
      var passed =
          turn.whenComplete(
              (prediction, why) -> {
                if (why == null) {
                  answer.complete(Json.tagged(prediction, Tag.of(body)));
                } else {
                  answer.completeExceptionally(why);
                }
              });
    }
  }

  private static int best(HttpRequest request) {
    List<String> given = request.getUri().query().toMultiMap().getOrDefault(TOP, List.of());
    if (given.isEmpty()) {
      return PredictionService.BEST;
    }
    if (given.size() == 1 && given.getFirst().matches("[0-9]{1,4}")) {
      int best = Integer.parseInt(given.getFirst());
      if (best >= 1 && best <= MOST_LABELS) {
        return best;
      }
    }
    throw new IllegalArgumentException(
        "top=%s is not one whole number from 1 to %d"
            .formatted(String.join(",", given), MOST_LABELS));
  }

  private static HttpResponse unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case BadSampleException e when e.reason() == BadSampleException.Reason.TOO_LARGE ->
          Problems.of(413, "The input is too large", String.valueOf(e.getMessage()));
      case BadSampleException e ->
          Problems.of(400, "The input cannot be read", String.valueOf(e.getMessage()));
      case PredictionException e when e.later() ->
          Problems.later(503, "There is no answer", String.valueOf(e.getMessage()));
      case PredictionException e ->
          Problems.of(400, "There is no answer", String.valueOf(e.getMessage()));
      case Unread e -> Problems.of(e.getCause() == null ? e : e.getCause());
      case java.util.concurrent.TimeoutException _ ->
          Problems.later(
              503,
              "There is no answer",
              "not within %d seconds, and the question was dropped; ask again in a moment"
                  .formatted(PATIENCE.toSeconds()));
      case CancellationException _ ->
          Problems.later(503, "There is no answer", "the connection was closed before it came");
      default -> Problems.of(cause);
    };
  }

  /** The body did not come as it should, as opposed to the answer. */
  private static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unread(Throwable why) {
      super(why instanceof CompletionException && why.getCause() != null ? why.getCause() : why);
    }
  }
}
