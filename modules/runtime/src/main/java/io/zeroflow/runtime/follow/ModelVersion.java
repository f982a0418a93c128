package io.zeroflow.runtime.follow;

import io.zeroflow.model.method.NearestMean;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as of one step, for evaluators to share; nobody changes it.
 *
 * @param step its version
 * @param ended the task that just ended, or null for a measurement in between
 * @param theta copy of the weights
 * @param labels of the head rows, in order
 * @param control the frozen control as of the last ended task
 */
record ModelVersion(
    long step, @Nullable String ended, Theta theta, List<String> labels, NearestMean control) {

  ModelVersion {
    labels = List.copyOf(labels);
  }
}
