package io.zeroflow.runtime.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;

/**
 * A gauge with a sample of each task that it was measured of last, and no others. Safe for
 * concurrent use.
 */
public final class TaskReadings {

  private volatile Map<String, Double> values = Map.of();

  TaskReadings(PrometheusRegistry registry, String name, String help) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("task")
        .callback(callback -> values.forEach((task, value) -> callback.call(value, task)))
        .register(registry);
  }

  /** Shows these, and nothing of what it showed before. */
  public void set(Map<String, Double> byTask) {
    values = Map.copyOf(byTask);
  }

  /** What it shows, by task. */
  public Map<String, Double> get() {
    return values;
  }
}
