package io.zeroflow.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractClientIP;
import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.Zeroflow;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changes something, by whoever may; who did, and who was refused, is in the audit log. */
final class Control {

  private static final Logger AUDIT = LoggerFactory.getLogger("io.zeroflow.audit");
  private static final long MOST_BYTES = 64 << 10;

  /** Bodies that are read at once, as they may trickle in. */
  private static final Semaphore READING = new Semaphore(16);

  private static final ObjectReader STRICT =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());

  private final Zeroflow zeroflow;
  private final Admission admission;
  private final Shared<Long> snapshot;

  Control(Zeroflow zeroflow, Admission admission) {
    this.zeroflow = zeroflow;
    this.admission = admission;
    this.snapshot = new Shared<>(Duration.ZERO, zeroflow::snapshot);
  }

  Route routes() {
    return concat(
        path(
            "strategy",
            () ->
                put(
                    () ->
                        admitted(
                            who -> text("strategy", "zo-sgd(lr=1e-3)", line -> swap(who, line))))),
        path(
            "policy",
            () -> put(() -> admitted(who -> text("policy", "rules", name -> choose(who, name))))),
        path("snapshot", () -> post(() -> admitted(who -> nothing(() -> snapshot(who))))),
        path("rollback", () -> post(() -> admitted(who -> nothing(() -> rollback(who))))),
        path("flush", () -> post(() -> admitted(who -> nothing(() -> flush(who))))),
        path("pause", () -> post(() -> admitted(who -> nothing(() -> pause(who, true))))),
        path("resume", () -> post(() -> admitted(who -> nothing(() -> pause(who, false))))));
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

  /** A body that is the value itself, or JSON with it. */
  private static Route text(String key, String example, Function<String, Route> change) {
    return body(
        List.of(Bodies.JSON, Bodies.TEXT),
        body -> {
          try {
            return change.apply(value(key, body));
          } catch (JsonProcessingException e) {
            return Answers.problem(
                400,
                "The body cannot be read",
                "it is neither a %s nor JSON such as {\"%s\": \"%s\"}: %s"
                    .formatted(key, key, example, e.getOriginalMessage()));
          }
        });
  }

  private static String value(String key, String body) throws JsonProcessingException {
    if (!body.stripLeading().startsWith("{")) {
      return body.strip();
    }
    JsonNode object = STRICT.readTree(body);
    JsonNode value = object.get(key);
    if (value == null) {
      throw new JsonParseException("the key \"%s\" is missing".formatted(key));
    }
    for (var entry : object.properties()) {
      if (!entry.getKey().equals(key)) {
        throw new JsonParseException("there is no key \"%s\"".formatted(entry.getKey()));
      }
    }
    if (!value.isTextual()) {
      throw new JsonParseException("\"%s\" is %s, and no string".formatted(key, value));
    }
    return value.textValue();
  }

  /** No body, or an empty JSON object, as some clients must send one. */
  private static Route nothing(Supplier<Route> change) {
    return body(
        List.of(Bodies.JSON),
        body ->
            body.isBlank() || body.replaceAll("\\s", "").equals("{}")
                ? change.get()
                : Answers.problem(
                    400, "The body cannot be read", "this path takes no body; send none"));
  }

  private static Route body(List<String> types, Function<String, Route> change) {
    return extractMaterializer(
        materializer ->
            extractRequest(
                request ->
                    Bodies.refusal(request, types)
                        .or(Control::crowded)
                        .<Route>map(refusal -> Bodies.instead(request, materializer, refusal))
                        .orElseGet(
                            () ->
                                onSuccess(
                                    Bodies.read(request, MOST_BYTES, materializer)
                                        .whenComplete((body, failure) -> READING.release()),
                                    body -> change.apply(new String(body, UTF_8))))));
  }

  /** Takes a place for reading, or says that there is none. */
  private static Optional<HttpResponse> crowded() {
    return READING.tryAcquire()
        ? Optional.empty()
        : Optional.of(
            Problems.later(
                503, "Too many changes", "others are being read; try again in a moment"));
  }

  private Route swap(String who, String line) {
    try {
      Strategy strategy = Strategy.parse(line);
      AUDIT.info("swap by {} to {}", who, strategy.brief());
      return Answers.of(zeroflow.swap(strategy).thenApply(Views.Strategy::of));
    } catch (StrategyException e) {
      return Answers.problem(400, "The strategy cannot be taken", String.valueOf(e.getMessage()));
    }
  }

  private Route choose(String who, String name) {
    return Answers.orRefused(
        zeroflow
            .choosePolicy(name)
            .thenApply(
                status -> {
                  AUDIT.info("policy {} by {}", name, who);
                  return new Views.Policy(name, zeroflow.policies());
                }),
        400,
        "There is no such policy");
  }

  private Route snapshot(String who) {
    AUDIT.info("snapshot by {}", who);
    return Answers.orRefused(
        snapshot.get().thenApply(Views.Snapshot::new), 409, "No snapshot was taken");
  }

  private Route rollback(String who) {
    AUDIT.info("rollback by {}", who);
    return Answers.orRefused(
        zeroflow.adoptFork().thenApply(Views.Strategy::of), 409, "There is no way back");
  }

  private Route flush(String who) {
    AUDIT.info("flush by {}", who);
    return Answers.of(zeroflow.flushSamples().thenApply(Views.Flushed::new));
  }

  private Route pause(String who, boolean paused) {
    AUDIT.info("{} by {}", paused ? "pause" : "resume", who);
    return Answers.of(
        zeroflow
            .pause(paused)
            .thenCompose(
                changed -> zeroflow.status().thenApply(status -> Views.Pause.of(changed, status))));
  }
}
