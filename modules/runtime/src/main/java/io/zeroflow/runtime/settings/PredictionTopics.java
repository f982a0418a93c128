package io.zeroflow.runtime.settings;

/**
 * Topics by which predictions are asked for and given.
 *
 * @param questions inputs, as {@code POST /api/v1/predict} takes them
 * @param predictions answers, under the keys of their questions
 */
public record PredictionTopics(String questions, String predictions) {}
