package io.zeroflow.server.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import io.zeroflow.runtime.Zeroflow;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** Routes below {@code /api/v1}. */
final class Api {

  /** Reads what was true when it was asked, or while others were asking. */
  private static final Duration AT_ONCE = Duration.ZERO;

  /** Costs forward passes, which are the learner's too. */
  private static final Duration COSTLY = Duration.ofSeconds(5);

  private final Zeroflow zeroflow;
  private final Control control;
  private final Questions questions;
  private final Events events;
  private final Map<String, String> configuration;

  /**
   * @param configuration in effect, without secrets, by key
   */
  Api(Zeroflow zeroflow, Control control, Map<String, String> configuration) {
    this.zeroflow = zeroflow;
    this.control = control;
    this.questions = new Questions(zeroflow);
    this.events = new Events(zeroflow);
    this.configuration = configuration;
  }

  Route routes() {
    return pathPrefix(
        "api",
        () ->
            pathPrefix(
                "v1",
                () ->
                    concat(
                        path("status", () -> get(() -> Answers.of(zeroflow.status()))),
                        path("health", () -> get(() -> Answers.json(zeroflow.health()))),
                        shared(
                            "accuracy",
                            AT_ONCE,
                            () -> zeroflow.board().thenApply(Views.Accuracy::of)),
                        shared(
                            "history",
                            AT_ONCE,
                            () -> zeroflow.board().thenApply(Views.History::of)),
                        shared(
                            "decisions",
                            AT_ONCE,
                            () -> zeroflow.board().thenApply(Views.Decisions::of)),
                        shared("tasks", AT_ONCE, () -> zeroflow.board().thenApply(Views.Tasks::of)),
                        shared("landscape", COSTLY, zeroflow::landscape),
                        shared("step-memory", COSTLY, zeroflow::stepMemory),
                        path(
                            "policy",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow
                                                .policy()
                                                .thenApply(
                                                    name ->
                                                        new Views.Policy(
                                                            name, zeroflow.policies()))))),
                        path(
                            "strategy",
                            () ->
                                get(
                                    () ->
                                        Answers.of(
                                            zeroflow.status().thenApply(Views.Strategy::of)))),
                        path("configuration", () -> get(() -> Answers.json(configuration))),
                        questions.route(),
                        events.route(),
                        control.routes())));
  }

  /** What many may ask at once, found and written once for all of them. */
  private static Route shared(
      String name, Duration fresh, Supplier<? extends CompletionStage<?>> view) {
    Shared<String> json = new Shared<>(fresh, () -> view.get().thenApply(Json::write));
    return path(name, () -> get(() -> Answers.ofWritten(json.get())));
  }
}
