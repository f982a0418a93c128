package io.zeroflow.journal;

/**
 * A sample kept for replay.
 *
 * @param label its class
 * @param input as the model encodes it; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for
public record KeptSample(String label, byte[] input) {}
