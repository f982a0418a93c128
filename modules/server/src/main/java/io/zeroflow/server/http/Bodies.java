package io.zeroflow.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;

/** Bodies of requests: of a type that is expected, and within limits of bytes and time. */
final class Bodies {

  static final String JSON = "application/json";
  static final String TEXT = "text/plain";

  /** Time for all of a body: one that trickles in holds its place for no longer. */
  private static final Duration ALL = Duration.ofSeconds(10);

  /** Bodies that are let pass at once. */
  private static final Semaphore PASSING = new Semaphore(32);

  private Bodies() {}

  /**
   * The refusal of a body that is of another type than those expected, or compressed; one without
   * bytes has no type.
   */
  static Optional<HttpResponse> refusal(HttpRequest request, List<String> types) {
    RequestEntity entity = request.entity();
    String type = entity.getContentType().mediaType().toString();
    if (entity.isKnownEmpty() || types.contains(type)) {
      return request
          .getHeader("Content-Encoding")
          .map(HttpHeader::value)
          .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
          .map(encoding -> unsupported("a body in %s; send it as it is".formatted(encoding)));
    }
    return Optional.of(
        unsupported(
            "a body of type %s; send %s (curl: -H 'Content-Type: %s')"
                .formatted(
                    type.equals("application/octet-stream") ? "unknown" : type,
                    String.join(" or ", types),
                    types.getFirst())));
  }

  private static HttpResponse unsupported(String what) {
    return Problems.of(415, "The body's type is not taken", "this path does not take " + what);
  }

  /**
   * All bytes.
   *
   * @param most fails with {@link org.apache.pekko.http.scaladsl.model.EntityStreamSizeException}
   *     where there are more
   */
  static CompletableFuture<byte[]> read(HttpRequest request, long most, Materializer materializer) {
    return request
        .entity()
        .withSizeLimit(most)
        .toStrict(ALL.toMillis(), Long.MAX_VALUE, materializer)
        .thenApply(strict -> strict.getData().toArray())
        .toCompletableFuture();
  }

  /**
   * An answer in the place of a body's reading. What has been sent of it is let pass first, for as
   * long as it would be read: a client that still sends would find its connection reset, and no
   * answer.
   */
  static Route instead(HttpRequest request, Materializer materializer, HttpResponse answer) {
    if (!PASSING.tryAcquire()) {
      return Directives.complete(answer);
    }
    CompletableFuture<Done> passed =
        request
            .discardEntityBytes(materializer)
            .completionStage()
            .toCompletableFuture()
            .completeOnTimeout(Done.done(), ALL.toSeconds(), TimeUnit.SECONDS);
    return Directives.onComplete(
        passed.whenComplete((done, failure) -> PASSING.release()),
        result -> Directives.complete(answer));
  }
}
