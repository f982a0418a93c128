package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyKind;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand swaps, to every strategy, while a stream is learned. */
class SwapsTest {

  private static final int SWAPS = 1000;

  @TempDir private static Path directory;

  @Test
  @Row("1,000 swaps")
  void noBatchIsLostAndARestartComesBackWithTheLastStrategy() throws Exception {
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "swaps");
      String text = stream.config(broker, "m", Recipe.ALL.getFirst(), Map.of());
      Config config = ConfigFactory.load(ConfigFactory.parseString(text));
      Settings settings = Settings.from(config);
      List<Strategy> strategies =
          StrategyCatalog.kinds().stream()
              .map(StrategyKind::name)
              .map(name -> Strategy.parse(name.equals("hybrid") ? HYBRID : name))
              .filter(strategy -> !strategy.needsGradients())
              .toList();
      Strategy last = strategies.getFirst();
      try (Zeroflow zeroflow = Zeroflow.start(settings, config, new PrometheusRegistry())) {
        for (int i = 0; i < SWAPS; i++) {
          last = strategies.get(i % strategies.size());
          zeroflow.swap(last).toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
        // The replica that follows refuses a gap, and a step of any strategy but the one in force.
        try (Outcome.Following following = new Outcome.Following(broker, stream, "m", text)) {
          Waits.patiently()
              .until(() -> following.position() >= stream.end() && following.swaps() == SWAPS);
          assertThat(following.outcome().strategy()).isEqualTo(last.toString());
        }
      }
      try (Zeroflow again = Zeroflow.start(settings, config, new PrometheusRegistry())) {
        assertThat(again.status().toCompletableFuture().get().strategy()).isEqualTo(last.brief());
      }
    }
  }

  private static final String HYBRID = "hybrid(first=zo-adam, then=zo-sgd-conserve, switch=5)";
}
