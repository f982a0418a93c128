package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.http.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API under {@code /api/v1} of a system that has learned two tasks. */
@Live
class ApiTest {

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private final Web web;

  ApiTest(LiveZeroflow live) {
    this.web = new Web(live.url());
  }

  @Test
  void statusSaysWhatTheLearnerDoes() throws Exception {
    JsonNode status = ok("/api/v1/status");

    assertThat(names(status))
        .containsExactlyInAnyOrder(
            "model",
            "network",
            "method",
            "device",
            "epoch",
            "started",
            "task",
            "paused",
            "pausedBy",
            "pausedSince",
            "sequence",
            "step",
            "parameters",
            "classes",
            "strategy",
            "loss",
            "samples",
            "forwardPasses",
            "rejected",
            "journalBytes",
            "positions");
    assertThat(status.get("model").asText()).isEqualTo("default");
    assertThat(status.get("device").asText()).startsWith("cpu");
    assertThat(status.get("task").isNull()).isTrue();
    assertThat(status.get("classes").asInt()).isEqualTo(4);
    assertThat(status.get("samples").asLong()).isEqualTo(LiveZeroflow.samples());
    assertThat(status.get("loss").asDouble()).isPositive().isFinite();
    assertThat(status.get("step").asLong()).isPositive();
    assertThat(status.get("forwardPasses").asLong())
        .isGreaterThanOrEqualTo(2 * status.get("step").asLong());
    assertThat(status.get("rejected").asLong()).isZero();
    assertThat(status.get("positions").get("0").asLong()).isGreaterThan(LiveZeroflow.samples());
  }

  @Test
  void accuracyIsTheMatrixAndWhatFollowsFromIt() throws Exception {
    JsonNode accuracy = ok("/api/v1/accuracy");
    JsonNode matrix = accuracy.get("matrix");

    assertThat(matrix).hasSize(2);
    assertThat(names(matrix.get(0).get("accuracy"))).containsExactly("task-1");
    assertThat(names(matrix.get(1).get("accuracy"))).containsExactlyInAnyOrder("task-1", "task-2");
    assertThat(names(matrix.get(1).get("control"))).containsExactlyInAnyOrder("task-1", "task-2");
    // Four held-out samples a task, so the mean over all classes is the mean over tasks.
    double first = matrix.get(0).at("/accuracy/task-1").asDouble();
    double last = mean(matrix.get(1).get("accuracy"));
    assertThat(accuracy.at("/model/average").asDouble()).isCloseTo((first + last) / 2, within());
    assertThat(accuracy.at("/model/last").asDouble()).isCloseTo(last, within());
    assertThat(accuracy.at("/control/last").asDouble())
        .isCloseTo(mean(matrix.get(1).get("control")), within());
    assertThat(last).as("four easy classes are told apart").isGreaterThan(0.5);
    assertThat(accuracy.get("runningTask").isNull()).isTrue();
    assertThat(names(accuracy.get("accuracyByTask"))).containsExactlyInAnyOrder("task-1", "task-2");
    assertThat(names(accuracy.get("forgettingByTask"))).containsExactly("task-1");
  }

  @Test
  void historyIsInOrderOfStepsAndTime() throws Exception {
    JsonNode history = ok("/api/v1/history");

    assertThat(names(history)).containsExactlyInAnyOrder("points", "losses", "swaps", "tasks");
    assertThat(steps(history.get("points"))).isNotEmpty().isSorted();
    assertThat(steps(history.get("losses"))).isNotEmpty().isSorted();
    assertThat(history.get("points"))
        .allSatisfy(point -> assertThat(Instant.parse(point.get("time").asText())).isNotNull());
    assertThat(history.get("tasks").findValuesAsText("task")).containsExactly("task-1", "task-2");
    JsonNode start = history.get("swaps").get(0);
    assertThat(start.get("cause").asText()).isEqualTo("start");
    assertThat(start.get("strategy").asText()).startsWith("zo-sgd(");
  }

  @Test
  void strategyListsWhatThereIsToChooseFrom() throws Exception {
    JsonNode answer = ok("/api/v1/strategy");

    assertThat(answer.get("strategy").asText()).startsWith("zo-");
    assertThat(answer.get("known").findValuesAsText("name")).contains("zo-sgd", "zo-adam");
    assertThat(answer.get("known"))
        .allSatisfy(
            kind -> {
              assertThat(kind.get("help").asText()).isNotBlank();
              assertThat(kind.get("options"))
                  .allSatisfy(option -> assertThat(option.asText()).contains("default"));
            });
  }

  @Test
  void aQuestionIsAnsweredByAModelVersion() throws Exception {
    HttpResponse<String> answer =
        web.post("/api/v1/predict", "{\"text\": \"thunder and hail in the mountains\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode prediction = Web.json(answer);
    assertThat(prediction.get("label").asText()).isEqualTo("weather");
    assertThat(prediction.get("step").asLong()).isPositive();
    assertThat(prediction.get("scores").findValuesAsText("label"))
        .containsExactlyInAnyOrder("weather", "food", "sport", "music");
    assertThat(prediction.at("/scores/0/label").asText()).isEqualTo("weather");
    assertThat(prediction.at("/scores/0/score").asDouble())
        .isGreaterThanOrEqualTo(prediction.at("/scores/1/score").asDouble());
  }

  @Test
  void theAnswerHasTheIdAndTheMetaOfTheQuestion() throws Exception {
    HttpResponse<String> answer =
        web.post(
            "/api/v1/predict",
            """
            \uFEFF {"text": "thunder and hail", "image": null, "label": null, "id": "q-1",
             "meta": {"page": 0.10}}
            """);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).endsWith("\"id\":\"q-1\",\"meta\":{\"page\":0.10}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hello                        | JSON
          {"text": "a", "label": "b"}  | label
          {}                           | payload
          {"tensor": {"shape": [1], "values": [1]}} | text
          """)
  void aQuestionThatCannotBeReadIsExplained(String body, String why) throws Exception {
    HttpResponse<String> answer = web.post("/api/v1/predict", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Web.type(answer)).isEqualTo("application/problem+json");
    assertThat(Web.json(answer).get("detail").asText()).contains(why);
  }

  @Test
  void aSnapshotWithoutADirectoryIsRefusedWithTheRemedy() throws Exception {
    HttpResponse<String> answer = web.post("/api/v1/snapshot", "");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Web.json(answer).get("detail").asText())
        .contains("zeroflow.snapshots.directory is not set");
  }

  @Test
  void aPauseSaysByWhomAndSinceWhenAndIsDecidedOnce() throws Exception {
    Instant before = Instant.now();
    JsonNode first = Web.json(web.post("/api/v1/pause", ""));
    try {
      assertThat(first.get("changed").asBoolean()).isTrue();
      JsonNode status = ok("/api/v1/status");
      assertThat(status.get("paused").asBoolean()).isTrue();
      assertThat(status.get("pausedBy").asText()).isEqualTo("operator");
      assertThat(Instant.parse(status.get("pausedSince").asText()))
          .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
      assertThat(web.get("/metrics").body()).containsPattern("(?m)^zeroflow_paused 1");

      JsonNode second = Web.json(web.post("/api/v1/pause", ""));
      assertThat(second.get("changed").asBoolean()).isFalse();
      assertThat(second.get("pausedSince")).isEqualTo(status.get("pausedSince"));
      assertThat(ok("/api/v1/status").get("sequence")).isEqualTo(status.get("sequence"));
    } finally {
      JsonNode resumed = Web.json(web.post("/api/v1/resume", ""));
      assertThat(resumed.get("changed").asBoolean()).isTrue();
    }
    assertThat(ok("/api/v1/status").get("pausedBy").isNull()).isTrue();
    assertThat(web.get("/metrics").body()).containsPattern("(?m)^zeroflow_paused 0");
    assertThat(Web.json(web.post("/api/v1/resume", "")).get("changed").asBoolean()).isFalse();
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .until(
            () -> {
              JsonNode last = ok("/api/v1/decisions").at("/decisions/0");
              return last.path("decision").asText().equals("resumed")
                  && last.path("what").asText().equals("learning");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json | {"strategy": "zo-adam(lr=1e-4, q=2)"} | zo-adam(lr=1e-4
          text/plain       | zo-sgd(lr=2e-4)                       | zo-sgd(lr=2e-4
          text/plain;charset=UTF-8 | zo-sgd(lr=3e-4)      | zo-sgd(lr=3e-4
          """)
  void aStrategyIsTakenAsJsonOrAsPlainText(String type, String body, String line) throws Exception {
    long swaps = ok("/api/v1/history").get("swaps").size();

    HttpResponse<String> answer = web.put("/api/v1/strategy", type, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Web.json(answer).get("strategy").asText()).startsWith(line);
    assertThat(ok("/api/v1/status").get("strategy").asText()).startsWith(line);
    JsonNode last = swapAfter(swaps);
    assertThat(last.get("strategy").asText()).startsWith(line);
    assertThat(last.get("cause").asText()).isEqualTo("operator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zo-sgd(lrr=1e-4)                 | lrr         | lr
          zo-sgdd(lr=1e-4)                 | zo-sgdd     | zo-adam
          zo-sgd(lr=fast)                  | lr          | fast
          zo-sgd(lr=-1)                    | lr          | -1
          zo-sgd(lr=1e-4                   | zo-sgd(lr=1e-4 | )
          {"strategy": "zo-sgd(q=0)"}      | q           | 0
          {"strateg": "zo-sgd"}            | "strategy" is missing | zo-sgd(
          {"strategy": 7}                  | strategy    | 7
          {"strategy": "zo-sgd"            | JSON        | {"strategy":
          ''                               | strategy    | zo-sgd(
          """)
  void aMistypedStrategyIsRefusedWithTheReason(String body, String key, String allowed)
      throws Exception {
    String before = ok("/api/v1/status").get("strategy").asText();

    HttpResponse<String> answer = web.put("/api/v1/strategy", JSON, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Web.type(answer)).startsWith(PROBLEM);
    JsonNode problem = Web.json(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).contains(key, allowed);
    assertThat(ok("/api/v1/status").get("strategy").asText()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/nothing,  404",
    "GET,    /api/v2/status,   404",
    "GET,    /nothing,         404",
    "GET,    /assets/..%2flogback.xml, 404",
    "DELETE, /api/v1/strategy, 405",
    "POST,   /api/v1/status,   405",
    "PUT,    /metrics,         405"
  })
  void whatIsNotThereIsAProblemToo(String method, String path, int status) throws Exception {
    HttpResponse<String> answer = web.send(method, path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Web.type(answer)).startsWith(PROBLEM);
    assertThat(Web.json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(Web.json(answer).get("detail").asText()).isNotBlank();
    assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    HttpResponse<String> answer =
        web.put("/api/v1/strategy", "text/plain", "x".repeat(9 * 1024 * 1024));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Web.type(answer)).startsWith(PROBLEM);
  }

  @Test
  void eventsArriveOneAfterTheOther() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(web.request("/api/v1/events").build(), BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(Web.type(response)).startsWith("text/event-stream");
      List<JsonNode> events;
      try (Stream<String> lines = response.body()) {
        events =
            lines
                .filter(line -> line.startsWith("data:"))
                .map(line -> parse(line.substring("data:".length())))
                .limit(2)
                .toList();
      }
      assertThat(events)
          .hasSize(2)
          .allSatisfy(
              event ->
                  assertThat(names(event))
                      .containsExactlyInAnyOrder(
                          "status",
                          "accuracy",
                          "point",
                          "loss",
                          "swaps",
                          "tasks",
                          "decisions",
                          "policy",
                          "health"));
      assertThat(events.getLast().at("/status/samples").asLong()).isEqualTo(LiveZeroflow.samples());
      client.shutdownNow();
    }
  }

  /** The scoreboard follows the journal, so a swap shows there a moment later. */
  private JsonNode swapAfter(long count) {
    return await()
        .atMost(LiveZeroflow.PATIENCE)
        .until(() -> ok("/api/v1/history").get("swaps"), swaps -> swaps.size() > count)
        .get((int) count);
  }

  private JsonNode ok(String path) throws Exception {
    HttpResponse<String> answer = web.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Web.type(answer)).isEqualTo(JSON);
    return Web.json(answer);
  }

  private static JsonNode parse(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static List<Long> steps(JsonNode list) {
    return list.findValues("step").stream().map(JsonNode::asLong).toList();
  }

  private static double mean(JsonNode ratios) {
    return ratios.properties().stream()
        .mapToDouble(e -> e.getValue().asDouble())
        .average()
        .orElse(-1);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }
}
