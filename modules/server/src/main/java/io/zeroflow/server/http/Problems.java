package io.zeroflow.server.http;

import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.RejectionHandler;

/** Everything that goes wrong is answered in one form, that of RFC 9457. */
final class Problems {

  private static final ContentType.WithFixedCharset TYPE =
      MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8).toContentType();

  private Problems() {}

  /** An answer that says what is wrong and what to do. */
  static HttpResponse of(int status, String title, String detail) {
    return as(HttpResponse.create().withStatus(StatusCodes.get(status)), title, detail);
  }

  /** What no route takes: unknown paths, wrong methods, bodies that are too large. */
  static RejectionHandler rejections() {
    return RejectionHandler.defaultHandler()
        .mapRejectionResponse(
            response -> as(response, response.status().reason(), text(response.entity())));
  }

  private static HttpResponse as(HttpResponse response, String title, String detail) {
    Views.Problem problem = new Views.Problem(title, response.status().intValue(), detail);
    return response.withEntity(HttpEntities.create(TYPE, Json.write(problem)));
  }

  private static String text(HttpEntity entity) {
    return entity instanceof HttpEntity.Strict strict ? strict.getData().utf8String() : "";
  }
}
