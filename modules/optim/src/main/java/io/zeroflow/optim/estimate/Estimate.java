package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;

/**
 * A gradient estimate, a weighted sum of directions, that is produced in blocks of {@link
 * Noise#BLOCK} coordinates and never stored. Backprop's gradient is one direction of weight 1.
 */
public interface Estimate {

  /** Number of directions. */
  int directions();

  /** Weight of direction i in the sum. */
  float weight(int i);

  /** Writes a block of direction i into {@code out[0..BLOCK)}. */
  void direction(int i, int block, float[] out);

  /** Writes a block of the sum into {@code out[0..BLOCK)}. */
  void block(int block, float[] out);
}
