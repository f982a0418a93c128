package io.zeroflow.server.http;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * All connections of a port. Where there are too many, the one that has waited longest without a
 * request is closed for the newest: connections that are opened and left alone cannot keep probes
 * out. Those on which something is being done are limited by what does it.
 */
final class Connections {

  /** Well below the limit at which Pekko HTTP accepts no more (1024). */
  static final int MOST = 512;

  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

  /** In the order in which they began to wait. */
  private final Set<Caller> waiting = new LinkedHashSet<>();

  private int open;

  Connections(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    this.handler = handler;
  }

  /** Materialized once a connection. */
  Flow<HttpRequest, HttpResponse, ?> flow() {
    return Flow.fromMaterializer((materializer, attributes) -> connection());
  }

  private Flow<HttpRequest, HttpResponse, NotUsed> connection() {
    Caller caller = new Caller();
    opened(caller);
    return Flow.<HttpRequest>create()
        .via(caller.end().flow())
        .mapAsync(1, request -> answer(caller, request))
        .watchTermination(
            (ignored, end) -> {
              var unused = end.whenComplete((done, failure) -> closed(caller));
              return ignored;
            });
  }

  private CompletionStage<HttpResponse> answer(Caller caller, HttpRequest request)
      throws Exception {
    begins(caller);
    return handler
        .apply(request.addAttribute(Caller.KEY, caller))
        .whenComplete((response, failure) -> waits(caller));
  }

  private void opened(Caller caller) {
    Optional<Caller> oldest;
    synchronized (this) {
      open++;
      oldest =
          open > MOST
              ? waiting.stream().filter(known -> !known.waits()).findFirst()
              : Optional.empty();
      waiting.add(caller);
      oldest.ifPresent(waiting::remove);
    }
    oldest.ifPresent(Caller::hangUp);
  }

  private synchronized void begins(Caller caller) {
    waiting.remove(caller);
  }

  private synchronized void waits(Caller caller) {
    if (!caller.gone()) {
      waiting.add(caller);
    }
  }

  private void closed(Caller caller) {
    caller.left();
    synchronized (this) {
      open--;
      waiting.remove(caller);
    }
  }
}
