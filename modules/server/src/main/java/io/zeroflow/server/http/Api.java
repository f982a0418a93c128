package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.completeOK;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.predict.PredictionException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.marshalling.sse.EventStreamMarshalling;
import org.apache.pekko.http.javadsl.model.sse.ServerSentEvent;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.javadsl.Source;

/** Routes below {@code /api/v1}. */
final class Api {

  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Zeroflow zeroflow;
  private final Control control;
  private final Map<String, String> configuration;
  private final SampleCodec codec = new SampleCodec();

  /**
   * @param configuration in effect, without secrets, by key
   */
  Api(Zeroflow zeroflow, Control control, Map<String, String> configuration) {
    this.zeroflow = zeroflow;
    this.control = control;
    this.configuration = configuration;
  }

  Route routes() {
    return pathPrefix(
        "api",
        () ->
            pathPrefix(
                "v1",
                () ->
                    concat(
                        path("status", () -> get(() -> Answers.of(zeroflow.status()))),
                        path("health", () -> get(() -> Answers.json(zeroflow.health()))),
                        path(
                            "accuracy",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow.board().thenApply(Views.Accuracy::of)))),
                        path(
                            "history",
                            () ->
                                get(
                                    () ->
                                        Answers.of(zeroflow.board().thenApply(Views.History::of)))),
                        path(
                            "decisions",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow.board().thenApply(Views.Decisions::of)))),
                        path(
                            "tasks",
                            () ->
                                get(() -> Answers.of(zeroflow.board().thenApply(Views.Tasks::of)))),
                        path("landscape", () -> get(() -> Answers.of(zeroflow.landscape()))),
                        path("step-memory", () -> get(() -> Answers.of(zeroflow.stepMemory()))),
                        path(
                            "policy",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow
                                                .policy()
                                                .thenApply(
                                                    name ->
                                                        new Views.Policy(
                                                            name, zeroflow.policies()))))),
                        path(
                            "strategy",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow.status().thenApply(Views.Strategy::of)))),
                        path("configuration", () -> get(() -> Answers.json(configuration))),
                        path("predict", () -> post(this::predict)),
                        path("events", () -> get(this::events)),
                        control.routes())));
  }

  /** Reading costs no token, and so does asking: neither changes anything. */
  private Route predict() {
    return entity(
        Unmarshaller.entityToByteArray(),
        body -> {
          try {
            return onComplete(
                zeroflow.predict(codec.decodeInput(body)),
                result ->
                    result.isSuccess()
                        ? Answers.json(result.get())
                        : unanswered(result.failed().get()));
          } catch (BadSampleException e) {
            return Answers.problem(400, "The input cannot be read", String.valueOf(e.getMessage()));
          }
        });
  }

  private static Route unanswered(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof PredictionException e
        ? Answers.problem(
            e.later() ? 503 : 400, "There is no answer", String.valueOf(e.getMessage()))
        : Answers.problem(
            503, "There is no answer", "Zeroflow is busy for long or stopping; try again");
  }

  private Route events() {
    Source<ServerSentEvent, NotUsed> events =
        Source.tick(Duration.ZERO, BEAT, "beat")
            .mapMaterializedValue(cancellable -> NotUsed.getInstance())
            .mapAsync(1, beat -> event())
            .map(event -> ServerSentEvent.create(Json.write(event)));
    return completeOK(events, EventStreamMarshalling.toEventStream());
  }

  private CompletionStage<Views.Event> event() {
    return zeroflow
        .status()
        .thenCombine(
            zeroflow.board(),
            (status, board) ->
                (Function<String, Views.Event>)
                    policy -> Views.Event.of(status, board, policy, zeroflow.health()))
        .thenCombine(zeroflow.policy(), Function::apply);
  }
}
