package io.zeroflow.server.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.data.Dataset;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.data.split.Caps;
import io.zeroflow.data.split.ClassIncremental;
import io.zeroflow.data.split.Task;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
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
      return ClassIncremental.split(dataset, sizes(), seed, new Caps(trainPerClass, testPerClass));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("the demo's data: " + e.getMessage());
    }
  }

  private List<Integer> sizes() {
    if (tasks < 1 || classes < tasks) {
      throw new SettingsException(
          "%d classes cannot make %d tasks; every task needs one".formatted(classes, tasks));
    }
    List<Integer> sizes = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      sizes.add(classes / tasks + (task < classes % tasks ? 1 : 0));
    }
    return sizes;
  }
}
