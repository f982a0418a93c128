package io.zeroflow.runtime.follow;

import io.opentelemetry.api.trace.SpanContext;
import io.zeroflow.model.method.NearestMean;
import io.zeroflow.model.method.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * A model as of one step, for evaluators to share; nobody changes it.
 *
 * @param sequence of the journal's last record that it includes
 * @param step its version
 * @param running the task whose samples were arriving then, or null
 * @param ended the task that just ended, or null for a measurement in between
 * @param latest the task that was running or, between two, the one that had ended last; null before
 *     the first. It is the one that is not past
 * @param forwards forward passes that led to it from where the follower began, a fork's included
 * @param predictor its classifier
 * @param fork classifier of the running task's second future, or null if there is none
 * @param control the frozen control as of the last ended task
 * @param origin where the journal's last record that it includes was appended
 */
public record ModelVersion(
    long sequence,
    long step,
    @Nullable String running,
    @Nullable String ended,
    @Nullable String latest,
    long forwards,
    Predictor predictor,
    @Nullable Predictor fork,
    NearestMean control,
    SpanContext origin) {}
