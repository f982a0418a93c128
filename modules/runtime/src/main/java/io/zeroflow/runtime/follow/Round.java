package io.zeroflow.runtime.follow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All measurements of one model version.
 *
 * @param model what was measured
 * @param running the task whose samples were arriving, or null
 */
record Round(ModelVersion model, @Nullable String running, List<Measurement> measurements) {

  Round {
    measurements = List.copyOf(measurements);
  }
}
