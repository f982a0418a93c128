package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** Routes that answer. */
final class Answers {

  private Answers() {}

  /** A value as JSON once it is there. */
  static Route of(CompletionStage<?> value) {
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

  static Route json(Object value) {
    return complete(
        HttpResponse.create()
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.write(value))));
  }

  static Route problem(int status, String title, String detail) {
    return complete(Problems.of(status, title, detail));
  }
}
