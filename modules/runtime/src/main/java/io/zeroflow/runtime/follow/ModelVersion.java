package io.zeroflow.runtime.follow;

import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * A model as of one step, for evaluators to share; nobody changes it.
 *
 * @param step its version
 * @param ended the task that just ended, or null for a measurement in between
 * @param predictor its classifier
 * @param control the frozen control as of the last ended task
 */
public record ModelVersion(
    long step, @Nullable String ended, Predictor predictor, NearestMean control) {}
