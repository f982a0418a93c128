package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeOK;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.respondWithHeaders;

import io.zeroflow.runtime.Zeroflow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.marshalling.sse.EventStreamMarshalling;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.sse.ServerSentEvent;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;

/**
 * {@code GET /api/v1/events}: an event a second, made and written once for all who listen. So many
 * may listen; each holds a connection.
 */
final class Events {

  static final int MOST = 64;

  private static final Duration BEAT = Duration.ofSeconds(1);

  /** A beat less the unevenness of timers. */
  private static final Duration FRESH = Duration.ofMillis(900);

  /** Proxies such as nginx would collect events before they pass them on. */
  private static final List<HttpHeader> UNBUFFERED =
      List.of(
          RawHeader.create("Cache-Control", "no-store"),
          RawHeader.create("X-Accel-Buffering", "no"));

  private final Zeroflow zeroflow;
  private final Semaphore seats = new Semaphore(MOST);
  private final Shared<ServerSentEvent> event =
      new Shared<>(
          FRESH, () -> event().thenApply(event -> ServerSentEvent.create(Json.write(event))));

  Events(Zeroflow zeroflow) {
    this.zeroflow = zeroflow;
  }

  Route route() {
    return path("events", () -> get(() -> extractRequest(this::listen)));
  }

  private Route listen(HttpRequest request) {
    if (!seats.tryAcquire()) {
      return complete(
          Problems.later(
              503,
              "Too many listen",
              "%d streams of events are open, and no more are given; close one, or ask /api/v1/status now and then"
                  .formatted(MOST)));
    }
    CompletableFuture<Done> listening = new CompletableFuture<>();
    var unused = listening.whenComplete((done, failure) -> seats.release());
    Caller.of(request).awaits(listening);
    Source<ServerSentEvent, NotUsed> events =
        Source.tick(Duration.ZERO, BEAT, "beat")
            .mapAsync(1, beat -> event.get())
            .watchTermination(
                (ticks, end) -> {
                  var ended = end.whenComplete((done, failure) -> listening.complete(Done.done()));
                  return NotUsed.getInstance();
                });
    return respondWithHeaders(
        UNBUFFERED, () -> completeOK(events, EventStreamMarshalling.toEventStream()));
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
