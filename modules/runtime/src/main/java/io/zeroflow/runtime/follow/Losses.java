package io.zeroflow.runtime.follow;

/**
 * Losses of several classifiers on a task's held-out samples.
 *
 * @param sums of the losses of all samples, by classifier
 * @param count samples
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Losses(String task, double[] sums, int count) {}
