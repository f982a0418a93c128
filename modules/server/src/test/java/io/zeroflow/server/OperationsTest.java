package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators' tools ask for. */
@Live
class OperationsTest {

  private final Web web;

  OperationsTest(LiveZeroflow live) {
    this.web = new Web(live.url());
  }

  @ParameterizedTest
  @CsvSource({"/alive, alive", "/ready, ready"})
  void healthIsAPlainWord(String path, String word) throws Exception {
    HttpResponse<String> answer = web.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualToIgnoringNewLines(word);
  }

  @Test
  void everyMetricHasHelpAndTypeAndEveryLineParses() throws Exception {
    HttpResponse<String> answer = web.get("/metrics");
    Exposition metrics = Exposition.parse(answer.body());

    assertThat(Web.type(answer)).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.helps().keySet()).isEqualTo(metrics.types().keySet());
    assertThat(metrics.types())
        .allSatisfy(
            (name, type) -> {
              assertThat(name).matches("(zeroflow|jvm|process)_.*");
              assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
            });
  }

  @Test
  void theDesignsMetricsAreThereAndTellTheTruth() throws Exception {
    Exposition metrics = Exposition.parse(web.get("/metrics").body());
    var status = Web.json(web.get("/api/v1/status"));
    var accuracy = Web.json(web.get("/api/v1/accuracy"));

    assertThat(metrics.value("zeroflow_samples_total")).isEqualTo(LiveZeroflow.samples());
    assertThat(metrics.value("zeroflow_steps_total")).isEqualTo(status.get("step").asDouble());
    assertThat(metrics.value("zeroflow_forward_passes_total"))
        .isEqualTo(status.get("forwardPasses").asDouble());
    assertThat((float) metrics.value("zeroflow_loss"))
        .isEqualTo((float) status.get("loss").asDouble());
    assertThat(metrics.value("zeroflow_average_accuracy_ratio"))
        .isEqualTo(accuracy.at("/model/average").asDouble());
    assertThat(metrics.value("zeroflow_last_accuracy_ratio"))
        .isEqualTo(accuracy.at("/model/last").asDouble());
    assertThat(metrics.value("zeroflow_forgetting_ratio"))
        .isEqualTo(accuracy.at("/model/forgetting").asDouble());
    assertThat(metrics.by("task", "zeroflow_task_accuracy_ratio"))
        .containsOnlyKeys("task-1", "task-2")
        .containsEntry("task-1", accuracy.at("/accuracyByTask/task-1").asDouble());
    assertThat(metrics.by("task", "zeroflow_task_forgetting_ratio")).containsOnlyKeys("task-1");
    assertThat(metrics.value("zeroflow_step_duration_seconds_count"))
        .isEqualTo(status.get("step").asDouble() + status.get("rejected").asDouble());
    assertThat(metrics.value("zeroflow_prequential_accuracy_ratio")).isBetween(0.0, 1.0);
    assertThat(metrics.by("reason", "zeroflow_dead_letters_total").values())
        .isNotEmpty()
        .containsOnly(0.0);
    assertThat(metrics.by("reason", "zeroflow_steps_rejected_total").values()).containsOnly(0.0);
    assertThat(metrics.by("kind", "zeroflow_journal_bytes_total").values())
        .isNotEmpty()
        .allMatch(bytes -> bytes > 0);
    assertThat(metrics.by("area", "zeroflow_memory_bytes").values())
        .isNotEmpty()
        .allMatch(bytes -> bytes > 0);
    assertThat(metrics.types())
        .containsKeys(
            "zeroflow_consumer_lag_records",
            "zeroflow_follower_lag_steps",
            "zeroflow_follower_lag_seconds");
  }

  @Test
  void exactlyOneStrategyIsActiveAndASwapIsCounted() throws Exception {
    for (String name : List.of("zo-adam", "zo-sgd")) {
      assertThat(web.put("/api/v1/strategy", "text/plain", name).statusCode()).isEqualTo(200);

      Exposition metrics = Exposition.parse(web.get("/metrics").body());
      Map<String, Double> states = metrics.by("zeroflow_strategy", "zeroflow_strategy");
      assertThat(states).containsKeys("zo-sgd", "zo-adam").containsEntry(name, 1.0);
      assertThat(states.values().stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1);
      assertThat(metrics.by("to", "zeroflow_strategy_swaps_total").get(name)).isPositive();
    }
  }
}
