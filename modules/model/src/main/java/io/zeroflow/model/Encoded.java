package io.zeroflow.model;

/**
 * What the frozen part of a network makes of one input; a pure function of that input, so it may be
 * kept for as long as memory allows. Plain arrays, not to be changed.
 *
 * @param tokens T, rows of {@code hidden} and {@code base}
 * @param hidden input of the first adapter, [T, feature size]; empty if nothing below the head is
 *     trainable
 * @param base the frozen rest of that block's sum, [T, feature size]; empty likewise
 * @param pooled feature with all adapters at their start, [feature size]
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, if ever
public record Encoded(int tokens, float[] hidden, float[] base, float[] pooled) {

  /** Bytes of the arrays. */
  public long bytes() {
    return (long) Float.BYTES * (hidden.length + base.length + pooled.length);
  }
}
