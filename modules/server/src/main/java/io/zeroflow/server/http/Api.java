package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeOK;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.extractClientIP;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.optim.strategy.Option;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.predict.PredictionException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.marshalling.sse.EventStreamMarshalling;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.sse.ServerSentEvent;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes below {@code /api/v1}. */
final class Api {

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** Who changed what, and who was refused. */
  private static final Logger AUDIT = LoggerFactory.getLogger("io.zeroflow.audit");

  private final Zeroflow zeroflow;
  private final Admission admission;
  private final SampleCodec codec = new SampleCodec();

  Api(Zeroflow zeroflow, Admission admission) {
    this.zeroflow = zeroflow;
    this.admission = admission;
  }

  Route routes() {
    return pathPrefix(
        "api",
        () ->
            pathPrefix(
                "v1",
                () ->
                    concat(
                        path("status", () -> get(() -> answer(zeroflow.status()))),
                        path(
                            "accuracy",
                            () ->
                                get(() -> answer(zeroflow.board().thenApply(Views.Accuracy::of)))),
                        path(
                            "history",
                            () -> get(() -> answer(zeroflow.board().thenApply(Views.History::of)))),
                        path("predict", () -> post(this::predict)),
                        path("snapshot", () -> post(() -> admitted(this::snapshot))),
                        path("events", () -> get(this::events)),
                        path(
                            "strategy",
                            () ->
                                concat(
                                    get(this::showStrategy), put(() -> admitted(this::swap)))))));
  }

  private Route showStrategy() {
    return answer(zeroflow.status().thenApply(Api::strategy));
  }

  /**
   * A change by somebody who may make it. The body is not looked at before that.
   *
   * @param change given who asks
   */
  private Route admitted(Function<String, Route> change) {
    return extractClientIP(
        address ->
            optionalHeaderValueByName(
                "Authorization",
                authorization -> {
                  String who =
                      address.getAddress().map(InetAddress::getHostAddress).orElse("unknown");
                  return admission
                      .refusal(authorization)
                      .<Route>map(
                          refusal -> {
                            AUDIT.warn(
                                "a change by {} is refused: {}", who, refusal.status().intValue());
                            return complete(refusal);
                          })
                      .orElseGet(() -> change.apply(who));
                }));
  }

  private Route swap(String who) {
    return entity(
        Unmarshaller.entityToString(),
        body -> {
          try {
            Strategy strategy = Strategy.parse(line(body));
            AUDIT.info("swap by {} to {}", who, strategy.brief());
            return answer(zeroflow.swap(strategy).thenApply(Api::strategy));
          } catch (StrategyException e) {
            return problem(400, "The strategy cannot be taken", String.valueOf(e.getMessage()));
          } catch (JsonProcessingException e) {
            return problem(
                400,
                "The body cannot be read",
                "it is neither a strategy nor JSON such as {\"strategy\": \"zo-sgd(lr=1e-3)\"}: "
                    + e.getOriginalMessage());
          }
        });
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
                    result.isSuccess() ? json(result.get()) : unanswered(result.failed().get()));
          } catch (BadSampleException e) {
            return problem(400, "The input cannot be read", String.valueOf(e.getMessage()));
          }
        });
  }

  private static Route unanswered(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof PredictionException e
        ? problem(e.later() ? 503 : 400, "There is no answer", String.valueOf(e.getMessage()))
        : problem(503, "There is no answer", "Zeroflow is busy for long or stopping; try again");
  }

  private Route snapshot(String who) {
    AUDIT.info("snapshot by {}", who);
    return onComplete(
        zeroflow.snapshot(),
        result ->
            result.isSuccess()
                ? json(new Views.Snapshot(result.get()))
                : problem(
                    409,
                    "No snapshot was taken",
                    String.valueOf(result.failed().get().getMessage())));
  }

  /** The body is the line itself, or JSON with it. */
  private static String line(String body) throws JsonProcessingException {
    if (!body.stripLeading().startsWith("{")) {
      return body;
    }
    JsonNode line = Json.mapper().readTree(body).get("strategy");
    if (line == null) {
      throw new JsonParseException("the key \"strategy\" is missing");
    }
    return line.asText();
  }

  private Route events() {
    Source<ServerSentEvent, NotUsed> events =
        Source.tick(Duration.ZERO, BEAT, "beat")
            .mapMaterializedValue(cancellable -> NotUsed.getInstance())
            .mapAsync(1, beat -> zeroflow.status().thenCombine(zeroflow.board(), Views.Event::of))
            .map(event -> ServerSentEvent.create(Json.write(event)));
    return completeOK(events, EventStreamMarshalling.toEventStream());
  }

  private static Views.Strategy strategy(LearnerStatus status) {
    return new Views.Strategy(status.strategy(), status.step(), kinds());
  }

  private static List<Views.Kind> kinds() {
    return StrategyCatalog.kinds().stream()
        .map(
            kind -> {
              Map<String, String> options = new LinkedHashMap<>();
              for (Option<?> option : kind.options()) {
                options.put(
                    option.name(),
                    "%s; %s, default %s"
                        .formatted(option.help(), option.range(), option.defaultText()));
              }
              return new Views.Kind(kind.name(), kind.help(), options);
            })
        .toList();
  }

  private static Route answer(CompletionStage<?> value) {
    return onComplete(
        value,
        result ->
            result.isSuccess()
                ? json(result.get())
                : problem(
                    503,
                    "Zeroflow does not answer",
                    "the learner is busy for long or stopping; try again"));
  }

  private static Route json(Object value) {
    return complete(
        HttpResponse.create()
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.write(value))));
  }

  private static Route problem(int status, String title, String detail) {
    return complete(Problems.of(status, title, detail));
  }
}
