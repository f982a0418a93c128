package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.entity;
import static org.apache.pekko.http.javadsl.server.Directives.extractClientIP;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;
import static org.apache.pekko.http.javadsl.server.Directives.put;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.Zeroflow;
import java.net.InetAddress;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changes something, by whoever may; who did, and who was refused, is in the audit log. */
final class Control {

  private static final Logger AUDIT = LoggerFactory.getLogger("io.zeroflow.audit");

  private final Zeroflow zeroflow;
  private final Admission admission;

  Control(Zeroflow zeroflow, Admission admission) {
    this.zeroflow = zeroflow;
    this.admission = admission;
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
        path("snapshot", () -> post(() -> admitted(this::snapshot))),
        path("rollback", () -> post(() -> admitted(this::rollback))),
        path("flush", () -> post(() -> admitted(this::flush))),
        path("pause", () -> post(() -> admitted(who -> pause(who, true)))),
        path("resume", () -> post(() -> admitted(who -> pause(who, false)))));
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

  private static Route text(String key, String example, Function<String, Route> change) {
    return entity(
        Unmarshaller.entityToString(),
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

  /** The body is the value itself, or JSON with it. */
  private static String value(String key, String body) throws JsonProcessingException {
    if (!body.stripLeading().startsWith("{")) {
      return body.strip();
    }
    JsonNode value = Json.mapper().readTree(body).get(key);
    if (value == null) {
      throw new JsonParseException("the key \"%s\" is missing".formatted(key));
    }
    return value.asText();
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
        zeroflow.snapshot().thenApply(Views.Snapshot::new), 409, "No snapshot was taken");
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
