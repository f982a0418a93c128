package io.zeroflow.server.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.data.Dataset;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.data.split.Caps;
import io.zeroflow.data.split.ClassIncremental;
import io.zeroflow.data.split.Task;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the demo is to show.
 *
 * @param scenario what runs
 * @param changes what the command line says instead, by configuration path
 * @param seed of classes, samples and their order
 * @param keepRunning stay up after the summary
 */
public record DemoOptions(
    Scenario scenario, Map<String, Object> changes, long seed, int port, boolean keepRunning) {

  /** Keys of the stream that the command line may change; an option each. */
  private static final List<String> COUNTS =
      List.of("epochs", "train-per-class", "test-per-class", "tasks", "classes");

  /**
   * Everything that can be known to be wrong before anything starts.
   *
   * @throws SettingsException naming the option and the remedy
   * @throws StrategyException if the strategy cannot be read
   */
  void check() {
    Config config = layers();
    for (String count : COUNTS) {
      int value = config.getInt("stream." + count);
      if (value < 1) {
        throw new SettingsException("--%s is %d; give at least 1".formatted(count, value));
      }
    }
    if (port < 0 || port > 65_535) {
      throw new SettingsException("--port is %d; a port is from 0 to 65535".formatted(port));
    }
    Strategy.parse(config.getString("zeroflow.strategy"));
  }

  /** Passes over a task's samples. */
  int epochs() {
    return layers().getInt("stream.epochs");
  }

  /** The scenario with what the command line says on top. */
  Config config(String bootstrapServers, int httpPort) {
    return ConfigFactory.load(
        ConfigFactory.parseMap(
                Map.of(
                    "zeroflow.kafka.bootstrap-servers", bootstrapServers,
                    "zeroflow.http.host", "127.0.0.1",
                    "zeroflow.http.port", httpPort),
                "the demo")
            .withFallback(layers().withOnlyPath("zeroflow")));
  }

  /** The stream: new classes with every task. */
  List<Task> stream() {
    Config stream = layers().getConfig("stream");
    int train = stream.getInt("train-per-class");
    int test = stream.getInt("test-per-class");
    try {
      Dataset dataset =
          Datasets.open(stream.getString("data"), new DatasetOptions(train, test, seed));
      return ClassIncremental.split(
          dataset,
          ClassIncremental.evenly(stream.getInt("classes"), stream.getInt("tasks")),
          seed,
          new Caps(train, test));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("the demo's data: " + e.getMessage() + remedy());
    }
  }

  /** What to fetch, where a scenario needs more than the build brings. */
  private String remedy() {
    return scenario.needs().isEmpty()
        ? ""
        : "; scenario %s takes what `%s` fetches".formatted(scenario.name(), scenario.needs());
  }

  private Config layers() {
    return ConfigFactory.parseMap(changes, "the demo's options").withFallback(scenario.config());
  }
}
