package io.zeroflow.runtime.follow;

import java.util.List;

/**
 * All measurements of one model version.
 *
 * @param model what was measured
 */
record Round(ModelVersion model, List<Measurement> measurements) {

  Round {
    measurements = List.copyOf(measurements);
  }
}
