package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.pattern.StatusReply;

/** Routes that answer. */
final class Answers {

  private Answers() {}

  /** A value as JSON once it is there. */
  static Route of(CompletionStage<?> value) {
    return onComplete(value, result -> result.isSuccess() ? json(result.get()) : silence());
  }

  /** The same, of what may be refused with a reason. */
  static Route orRefused(CompletionStage<?> value, int status, String title) {
    return onComplete(
        value,
        result -> {
          if (result.isSuccess()) {
            return json(result.get());
          }
          Throwable failure = result.failed().get();
          Throwable cause = failure.getCause() == null ? failure : failure.getCause();
          return cause instanceof StatusReply.ErrorMessage
              ? problem(status, title, String.valueOf(cause.getMessage()))
              : silence();
        });
  }

  /** The same, of what was written already. */
  static Route ofWritten(CompletionStage<String> json) {
    return onComplete(json, result -> result.isSuccess() ? written(result.get()) : silence());
  }

  static Route silence() {
    return complete(
        Problems.later(
            503,
            "Zeroflow does not answer",
            "the learner is busy for long or stopping; try again"));
  }

  static Route json(Object value) {
    return written(Json.write(value));
  }

  private static Route written(String json) {
    return complete(
        HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json)));
  }

  static Route problem(int status, String title, String detail) {
    return complete(Problems.of(status, title, detail));
  }
}
