package io.zeroflow.runtime.follow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All measurements of one model version.
 *
 * @param step the version
 * @param ended the task that had just ended, or null for a measurement in between
 * @param running the task whose samples were arriving, or null
 */
record Round(
    long step, @Nullable String ended, @Nullable String running, List<Measurement> measurements) {

  Round {
    measurements = List.copyOf(measurements);
  }
}
