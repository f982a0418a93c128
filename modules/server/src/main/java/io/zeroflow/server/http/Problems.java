package io.zeroflow.server.http;

import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.http.scaladsl.model.IllegalRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that goes wrong is answered in one form, that of RFC 9457. */
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private static final ContentType.WithFixedCharset TYPE =
      MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8).toContentType();

  private Problems() {}

  /** An answer that says what is wrong and what to do. */
  static HttpResponse of(int status, String title, String detail) {
    return as(HttpResponse.create().withStatus(StatusCodes.get(status)), title, detail);
  }

  /** The same, of what may go better in a moment. */
  static HttpResponse later(int status, String title, String detail) {
    return of(status, title, detail).addHeader(RawHeader.create("Retry-After", "1"));
  }

  /** What no route takes: unknown paths, wrong methods. */
  static RejectionHandler rejections() {
    return RejectionHandler.defaultHandler()
        .mapRejectionResponse(
            response -> as(response, response.status().reason(), text(response.entity())));
  }

  /** What fails on the way: what the client did wrong is said to him, the rest is for the log. */
  static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure -> Directives.complete(of(failure)))
        .build();
  }

  /** The answer to a request whose handling failed. */
  static HttpResponse of(Throwable failure) {
    return switch (failure) {
      case EntityStreamSizeException e ->
          of(
              413,
              "The body is too large",
              "the limit is %,d bytes; send a smaller one".formatted(e.limit()));
      case TimeoutException _ ->
          of(408, "The body did not come", "not all of it within 10 seconds; send it faster");
      case EntityStreamException e -> of(400, "The body cannot be read", e.info().summary());
      case IllegalRequestException e ->
          of(e.status().intValue(), "The request cannot be read", e.info().summary());
      default -> {
        LOG.error("a request has failed", failure);
        yield of(500, "Zeroflow has failed", "the server's log says more; please report it");
      }
    };
  }

  private static HttpResponse as(HttpResponse response, String title, String detail) {
    Views.Problem problem = new Views.Problem(title, response.status().intValue(), detail);
    return response.withEntity(HttpEntities.create(TYPE, Json.write(problem)));
  }

  private static String text(HttpEntity entity) {
    return entity instanceof HttpEntity.Strict strict ? strict.getData().utf8String() : "";
  }
}
