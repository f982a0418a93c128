package io.zeroflow.runtime;

import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.metrics.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operators look at first.
 *
 * @param deadLetters set aside by this process, by reason
 * @param consumerLag records of the tasks topic that could be learned now, and are not; null until
 *     it was looked at
 * @param waitingSamples samples that were read and wait for a full batch
 * @param followerLag steps that the evaluators' follower is behind
 * @param snapshotStep step of the last snapshot; null where there is none
 * @param memory bytes by area
 */
public record Health(
    Map<String, Long> deadLetters,
    @Nullable Long consumerLag,
    long waitingSamples,
    long followerLag,
    @Nullable Long snapshotStep,
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
        (long) metrics.waitingSamples.get(),
        metrics.followerLag.steps(),
        whole(metrics.snapshotStep),
        memory);
  }

  private static @Nullable Long whole(Reading reading) {
    Double value = reading.get();
    return value == null ? null : (Long) value.longValue();
  }
}
