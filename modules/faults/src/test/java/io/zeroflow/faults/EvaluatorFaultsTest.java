package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluators that fail or hang are seen, and learning goes on as if they were well. */
@Row("evaluators that fail")
class EvaluatorFaultsTest {

  @TempDir private static Path directory;
  private static Broker broker;
  private static Stream stream;
  private static Outcome expected;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start(directory.resolve("kafka"));
    stream = Stream.send(broker, "evaluators");
    expected = learn("well", "well", new PrometheusRegistry());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Outcome learn(String model, String health, PrometheusRegistry registry) {
    String text =
        stream.config(
            broker,
            model,
            Recipe.ALL.getFirst(),
            Map.of("zeroflow.model.provided.options.evaluators", health));
    Config config = ConfigFactory.load(ConfigFactory.parseString(text));
    try (Zeroflow zeroflow = Zeroflow.start(Settings.from(config), config, registry)) {
      Outcome outcome = Outcome.await(broker, stream, model, text);
      assertThat(zeroflow.ready()).isTrue();
      if (health.equals("failing")) {
        Waits.patiently().until(() -> failures(registry) > 2); // again and again
        assertThat(zeroflow.ready()).isTrue();
      }
      if (health.equals("stuck")) {
        ToyProvider.unstick();
      }
      return outcome;
    }
  }

  private static double failures(PrometheusRegistry registry) {
    return registry.scrape(name -> name.equals("zeroflow_evaluation_failures")).stream()
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Test
  void evaluatorsThatFailAreCountedAndNothingStops() {
    assertThat(learn("failing", "failing", new PrometheusRegistry())).isEqualTo(expected);
  }

  @Test
  void evaluatorsThatHangHoldNobodyUp() {
    assertThat(learn("stuck", "stuck", new PrometheusRegistry())).isEqualTo(expected);
  }
}
