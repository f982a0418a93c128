package io.zeroflow.model.method;

/**
 * Mean feature of a class.
 *
 * @param label the class
 * @param count samples that it is the mean of
 * @param values the mean of L2-normalised features, [feature size]; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for; boxing rows would be waste
public record ClassMean(String label, long count, float[] values) {}
