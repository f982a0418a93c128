package io.zeroflow.journal;

/**
 * A class's row of the head, computed from features.
 *
 * @param label class that the row stands for
 * @param count samples that the row is the mean of
 * @param values the row, [feature size]; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for; boxing rows would be waste
public record HeadRow(String label, long count, float[] values) {}
