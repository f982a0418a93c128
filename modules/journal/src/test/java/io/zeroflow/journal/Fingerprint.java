package io.zeroflow.journal;

import io.zeroflow.optim.strategy.Strategy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that can be seen of a replica, by value: equal fingerprints are equal replicas. */
public record Fingerprint(
    long sequence,
    long epoch,
    long step,
    String theta,
    int slices,
    Map<String, Long> counts,
    Map<String, String> frozen,
    Map<Integer, Long> positions,
    Strategy strategy,
    int strategyNumber,
    @Nullable String task,
    @Nullable Pause pause) {

  /** As of now; the replica must have been created. */
  public static Fingerprint of(Replica replica) {
    Map<String, Long> counts = new LinkedHashMap<>();
    replica.labels().forEach(label -> counts.put(label, replica.headCount(label)));
    Map<String, String> frozen = new LinkedHashMap<>();
    replica
        .frozen()
        .forEach(
            (label, row) -> frozen.put(label, row.count() + "/" + Arrays.hashCode(row.values())));
    return new Fingerprint(
        replica.sequence(),
        replica.epoch(),
        replica.step(),
        replica.theta().sha256(),
        replica.theta().slices().hashCode(),
        counts,
        frozen,
        replica.positions(),
        replica.strategy(),
        replica.strategyNumber(),
        replica.task(),
        replica.pause());
  }
}
