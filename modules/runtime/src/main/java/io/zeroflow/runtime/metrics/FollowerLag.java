package io.zeroflow.runtime.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * How far the evaluators' follower is behind the learner. Worked out whenever it is asked for: one
 * that is stuck must not look as it did when it last moved. Safe for concurrent use.
 */
public final class FollowerLag {

  private final DoubleSupplier step;
  private final Clock clock;
  private volatile Applied last;

  private record Applied(long step, Instant time) {}

  /**
   * Of a follower that has applied nothing yet.
   *
   * @param step of the learner, now
   */
  FollowerLag(DoubleSupplier step, Clock clock) {
    this.step = step;
    this.clock = clock;
    this.last = new Applied(0, clock.instant());
  }

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("zeroflow_follower_lag_steps")
        .help("Steps that the evaluators' follower is behind.")
        .callback(callback -> callback.call(steps()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("zeroflow_follower_lag_seconds")
        .help("Age of the last record that the evaluators' follower applied, while it is behind.")
        .callback(callback -> callback.call(seconds()))
        .register(registry);
  }

  /**
   * The follower has applied a record.
   *
   * @param step that it has come to
   * @param time of the record
   */
  public void applied(long step, Instant time) {
    last = new Applied(step, time);
  }

  /** Steps; 0 for one that is not behind. */
  public long steps() {
    return (long) Math.max(0, step.getAsDouble() - last.step());
  }

  /** Seconds; 0 for one that is not behind. */
  public double seconds() {
    Applied applied = last;
    boolean behind = step.getAsDouble() > applied.step();
    return behind
        ? Math.max(0, Duration.between(applied.time(), clock.instant()).toNanos() / 1e9)
        : 0;
  }
}
