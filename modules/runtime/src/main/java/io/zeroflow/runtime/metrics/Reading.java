package io.zeroflow.runtime.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A gauge of something that is measured. It has no sample before the first measurement: 0 would be
 * a value. Safe for concurrent use.
 */
public final class Reading {

  private volatile @Nullable Double value;

  Reading(PrometheusRegistry registry, String name, String help) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(
            callback -> {
              Double now = value;
              if (now != null) {
                callback.call(now);
              }
            })
        .register(registry);
  }

  /** Shows another value. */
  public void set(double measured) {
    value = measured;
  }

  /** Shows another value, or none if nothing could be measured. */
  public void set(@Nullable Double measured) {
    value = measured;
  }

  /** What it shows; null for nothing. */
  public @Nullable Double get() {
    return value;
  }
}
