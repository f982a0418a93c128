package io.zeroflow.runtime;

import io.prometheus.metrics.core.metrics.Gauge;
import io.zeroflow.runtime.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What operators look at first.
 *
 * @param deadLetters in this life, by reason
 * @param consumerLag records of the tasks topic that are not consumed
 * @param followerLag steps that the evaluators' follower is behind
 * @param snapshotStep step of the last snapshot of this life; 0 before the first
 * @param memory bytes by area
 */
public record Health(
    Map<String, Long> deadLetters,
    long consumerLag,
    long followerLag,
    long snapshotStep,
    Map<String, Long> memory) {

  public Health {
    deadLetters = new LinkedHashMap<>(deadLetters);
    memory = new LinkedHashMap<>(memory);
  }

  static Health of(Metrics metrics, Map<String, Long> memory) {
    Map<String, Long> deadLetters = new LinkedHashMap<>();
    metrics
        .deadLetters
        .collect()
        .getDataPoints()
        .forEach(
            point -> deadLetters.put(point.getLabels().get("reason"), (long) point.getValue()));
    return new Health(
        deadLetters,
        whole(metrics.consumerLag),
        metrics.followerLag.steps(),
        whole(metrics.snapshotStep),
        memory);
  }

  private static long whole(Gauge gauge) {
    return (long) gauge.get();
  }
}
