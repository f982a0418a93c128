package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.load.Feed;
import io.zeroflow.load.FeedListener;
import io.zeroflow.load.FeedPlan;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.server.http.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * A learner that has learned nothing said that it gets 0.0 % right and forgets 0.0 %; one that was
 * restarted said that it took many steps with 0 samples. A model of its own, on the shared broker.
 */
@Live
@TestMethodOrder(OrderAnnotation.class)
class NothingMeasuredIsNotZeroTest {

  private static final String[] MEASURED = {
    "zeroflow_loss",
    "zeroflow_average_accuracy_ratio",
    "zeroflow_last_accuracy_ratio",
    "zeroflow_forgetting_ratio",
    "zeroflow_forgetting_since_learned_ratio",
    "zeroflow_backward_transfer_ratio",
    "zeroflow_control_average_accuracy_ratio",
    "zeroflow_control_last_accuracy_ratio",
    "zeroflow_task_accuracy_ratio",
    "zeroflow_task_forgetting_ratio",
    "zeroflow_control_task_accuracy_ratio",
    "zeroflow_prequential_accuracy_ratio",
    "zeroflow_evaluation_timestamp_seconds",
    "zeroflow_snapshot_step"
  };

  private static LiveZeroflow live;
  private static Fresh fresh;

  /** A system of its own. */
  private record Fresh(Zeroflow zeroflow, HttpServer http) {
    static Fresh start(String bootstrapServers) {
      Config config =
          ConfigFactory.load(
              ConfigFactory.parseMap(
                  Map.of(
                      "zeroflow.kafka.bootstrap-servers",
                      bootstrapServers,
                      "zeroflow.kafka.topics.tasks",
                      "fresh.tasks",
                      "zeroflow.kafka.topics.dead-letters",
                      "fresh.dlq",
                      "zeroflow.kafka.topics.journal",
                      "fresh.journal",
                      "zeroflow.model.id",
                      "fresh",
                      "zeroflow.model.warm-up-samples",
                      2,
                      "zeroflow.learner.batch-size",
                      4,
                      "zeroflow.http.port",
                      0)));
      Settings settings = Settings.from(config);
      PrometheusRegistry registry = new PrometheusRegistry();
      Zeroflow zeroflow = Zeroflow.start(settings, config, registry);
      return new Fresh(zeroflow, HttpServer.start(zeroflow, settings, registry));
    }

    void stop() {
      http.close();
      zeroflow.close();
    }
  }

  @BeforeAll
  static void start(LiveZeroflow shared) {
    live = shared;
    fresh = Fresh.start(live.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    fresh.stop();
  }

  @Test
  @Order(1)
  void beforeTheFirstSampleNoNumberIsMadeUp() throws Exception {
    JsonNode accuracy = get("accuracy");
    assertThat(accuracy.get("step").isNull()).isTrue();
    for (String who : new String[] {"model", "control"}) {
      assertThat(accuracy.get(who)).hasSize(5).allMatch(JsonNode::isNull);
    }
    assertThat(get("history").get("points")).isEmpty();
    assertThat(get("status").get("loss").isNull()).isTrue();
    assertThat(get("landscape").get("step").isNull()).isTrue();
    Exposition metrics = Exposition.parse(new Web(fresh.http().url()).get("/metrics").body());
    assertThat(metrics.samples())
        .extracting(Exposition.Sample::name)
        .contains("zeroflow_step", "zeroflow_samples_total")
        .doesNotContain(MEASURED);
    assertThat(metrics.samples()).extracting(Exposition.Sample::value).doesNotContain(Double.NaN);
    assertThat(run("status"))
        .contains("Avg –  Last –  Fgt –", "loss            –")
        .doesNotContain("0.0 %", "null");
  }

  @Test
  @Order(2)
  void thePageShowsDashes() {
    ChromeDriver browser = Browser.open();
    try {
      browser.get(fresh.http().url() + "/");
      await()
          .atMost(LiveZeroflow.PATIENCE)
          .untilAsserted(() -> assertThat(text(browser, "step")).isEqualTo("0"));
      for (String id : new String[] {"average", "last", "forgetting", "loss"}) {
        assertThat(text(browser, id)).as(id).isEqualTo("–");
      }
      for (String id : new String[] {"average", "last", "forgetting"}) {
        assertThat(text(browser, "control-" + id)).as(id).isEqualTo("–");
      }
      // In one look: the page makes its lines anew every second.
      assertThat(text(browser, "system")).contains("none").doesNotContain("null", "NaN");
    } finally {
      browser.quit();
    }
  }

  @Test
  @Order(3)
  void afterOneTaskThereIsAccuracyButNothingToForget() throws Exception {
    FeedPlan plan =
        new FeedPlan(
            "fresh.tasks", TinyTasks.TASKS.subList(0, 1), 3, 1, 0, 1, FeedPlan.Format.PROTOBUF);
    new Feed(live.bootstrapServers(), plan).run(FeedListener.NONE);
    await()
        .atMost(LiveZeroflow.PATIENCE)
        .untilAsserted(() -> assertThat(get("accuracy").get("matrix")).hasSize(1));

    JsonNode model = get("accuracy").get("model");
    assertThat(model.get("average").isNumber()).isTrue();
    assertThat(model.get("last").isNumber()).isTrue();
    assertThat(model.get("forgetting").isNull()).isTrue();
    JsonNode history = get("history");
    assertThat(history.get("points"))
        .isNotEmpty()
        .allSatisfy(
            point -> {
              assertThat(point.get("tasks")).hasSize(1);
              assertThat(point.get("forgetting").isNull()).isTrue();
            });
    // Six batches of four, of which the first only make the head: fewer than a mean is made of.
    assertThat(history.get("losses")).isNotEmpty();
    assertThat(run("status")).contains("Fgt –").doesNotContain("Avg –", "null", "NaN");
    assertThat(run("tasks")).containsPattern("task-1 .* %  +–");
    assertThat(Exposition.parse(new Web(fresh.http().url()).get("/metrics").body()).samples())
        .extracting(Exposition.Sample::name)
        .contains("zeroflow_last_accuracy_ratio")
        .doesNotContain("zeroflow_forgetting_ratio", "zeroflow_task_forgetting_ratio");
  }

  @Test
  @Order(4)
  void afterARestartTheCountersAreSaidToBeOfTheNewProcess() throws Exception {
    JsonNode before = get("status");
    assertThat(before.get("step").asLong()).isPositive();
    assertThat(before.get("samples").asLong()).isEqualTo(24);
    fresh.stop();
    fresh = Fresh.start(live.bootstrapServers());
    JsonNode after = get("status");
    assertThat(after.get("step")).isEqualTo(before.get("step"));
    assertThat(after.get("samples").asLong()).isZero();
    assertThat(Instant.parse(after.get("started").asText()))
        .isAfter(Instant.parse(before.get("started").asText()));
    assertThat(run("status").lines().toList())
        .anyMatch(line -> line.matches("step +" + before.get("step").asText()))
        .anyMatch(
            line ->
                line.matches(
                    "this process +0 samples, 0 forward passes, 0 steps rejected since "
                        + after.get("started").asText()))
        .anyMatch(line -> line.matches("loss +– \\(this process has taken no step.*"));
  }

  private static JsonNode get(String path) throws Exception {
    return Web.json(new Web(fresh.http().url()).get("/api/v1/" + path));
  }

  private static String run(String command) {
    StringWriter out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute(command, "--url", fresh.http().url());
    assertThat(code).isZero();
    return out.toString();
  }

  private static String text(ChromeDriver browser, String id) {
    return browser.findElement(By.id(id)).getText();
  }
}
