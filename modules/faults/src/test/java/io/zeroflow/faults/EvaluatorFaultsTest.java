package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Evaluators that fail or hang are seen, and learning goes on as if they were well. */
@Row("evaluators that fail")
class EvaluatorFaultsTest {

  private static final int TURNS = 7;

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
        assertThat(zeroflow.board().toCompletableFuture().join().rows()).isEmpty();
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
  void evaluatorsThatAreSlowHoldNobodyUp() {
    assertThat(learn("slow", "slow", new PrometheusRegistry())).isEqualTo(expected);
  }

  /** How much slower the learner is for it, in turns with one whose evaluators are well. */
  @Test
  @Row("evaluators a hundred times slower")
  @EnabledIfSystemProperty(named = "faults.long", matches = "true")
  void howMuchSlowerTheLearnerIs() {
    double[] ratios =
        IntStream.range(0, TURNS)
            .mapToDouble(turn -> seconds("slow", turn) / seconds("well", turn))
            .sorted()
            .toArray();
    Figures.measured(
        "evaluators a hundred times slower",
        "the learner's time is %.2f times that beside healthy ones (median of %d; %.2f to %.2f)"
            .formatted(ratios[TURNS / 2], TURNS, ratios[0], ratios[TURNS - 1]));
  }

  /** Of the learner's clock, from the first record to the last. */
  private static double seconds(String health, int turn) {
    String model = health + "-in-turn-" + turn;
    PrometheusRegistry registry = new PrometheusRegistry();
    assertThat(learn(model, health, registry)).isEqualTo(expected);
    try (Outcome.Following following =
        new Outcome.Following(
            broker, stream, model, stream.config(broker, model, Recipe.ALL.getFirst(), Map.of()))) {
      Waits.patiently().until(() -> following.position() >= stream.end());
      return Duration.between(following.earliest(), following.latest()).toNanos() / 1e9;
    }
  }

  @Test
  void evaluatorsThatHangHoldNobodyUp() {
    assertThat(learn("stuck", "stuck", new PrometheusRegistry())).isEqualTo(expected);
  }
}
