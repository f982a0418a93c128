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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is to show.
 *
 * @param strategy to start with, or null for the profile's
 * @param supervisor whether it may swap
 * @param keepRunning stay up after the summary
 */
public record DemoOptions(
    String data,
    int tasks,
    int classes,
    int trainPerClass,
    int testPerClass,
    int epochs,
    long seed,
    @Nullable String strategy,
    boolean supervisor,
    int port,
    boolean keepRunning) {

  /** Passes over a task's samples. */
  public static final int EPOCHS = 40;

  private static final String PROFILE = "embedded.conf";

  /**
   * Everything that can be known to be wrong before anything starts.
   *
   * @throws SettingsException naming the option and the remedy
   * @throws StrategyException if the strategy cannot be read
   */
  void check() {
    atLeastOne("--epochs", epochs);
    atLeastOne("--train-per-class", trainPerClass);
    atLeastOne("--test-per-class", testPerClass);
    atLeastOne("--tasks", tasks);
    if (port < 0 || port > 65_535) {
      throw new SettingsException("--port is %d; a port is from 0 to 65535".formatted(port));
    }
    if (strategy != null) {
      Strategy.parse(strategy);
    }
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new SettingsException("%s is %d; give at least 1".formatted(option, value));
    }
  }

  /** The embedded profile with what the command line says on top. */
  Config config(String bootstrapServers, int httpPort) {
    Map<String, Object> overrides = new HashMap<>();
    overrides.put("zeroflow.kafka.bootstrap-servers", bootstrapServers);
    overrides.put("zeroflow.http.host", "127.0.0.1");
    overrides.put("zeroflow.http.port", httpPort);
    if (strategy != null) {
      overrides.put("zeroflow.strategy", strategy);
    }
    if (!supervisor) {
      overrides.put("zeroflow.supervisor.policy", "manual");
    }
    return ConfigFactory.load(
        ConfigFactory.parseMap(overrides, "the demo's options")
            .withFallback(ConfigFactory.parseResources(PROFILE)));
  }

  /** The stream: new classes with every task. */
  List<Task> stream() {
    try {
      Dataset dataset = Datasets.open(data, new DatasetOptions(trainPerClass, testPerClass, seed));
      return ClassIncremental.split(
          dataset,
          ClassIncremental.evenly(classes, tasks),
          seed,
          new Caps(trainPerClass, testPerClass));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("the demo's data: " + e.getMessage());
    }
  }
}
