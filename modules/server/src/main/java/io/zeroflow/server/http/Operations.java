package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.runtime.Zeroflow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/** What operators' tools ask for: {@code /metrics}, {@code /alive} and {@code /ready}. */
final class Operations {

  private final Zeroflow zeroflow;
  private final PrometheusRegistry registry;
  private final Shared<byte[]> metrics =
      new Shared<>(Duration.ZERO, () -> CompletableFuture.supplyAsync(this::scrape));
  private final PrometheusTextFormatWriter writer =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

  Operations(Zeroflow zeroflow, PrometheusRegistry registry) {
    this.zeroflow = zeroflow;
    this.registry = registry;
  }

  Route routes() {
    return concat(
        path("metrics", () -> get(() -> onSuccess(metrics.get(), this::exposition))),
        path("alive", () -> get(() -> complete(StatusCodes.OK, "alive\n"))),
        path(
            "ready",
            () ->
                get(
                    () ->
                        zeroflow.ready()
                            ? complete(StatusCodes.OK, "ready\n")
                            : complete(StatusCodes.SERVICE_UNAVAILABLE, "stopping or failed\n"))));
  }

  private byte[] scrape() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new IllegalStateException("metrics cannot be written to memory", e);
    }
    return out.toByteArray();
  }

  private Route exposition(byte[] metrics) {
    return complete(
        HttpResponse.create()
            .withEntity(HttpEntities.create(ContentTypes.parse(writer.getContentType()), metrics)));
  }
}
