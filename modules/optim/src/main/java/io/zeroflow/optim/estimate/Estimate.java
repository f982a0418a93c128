package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Theta;

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

  /**
   * Writes θ − lr · g, where g is this estimate, into {@code target} if that can be done faster
   * than block by block, with the same bits.
   *
   * @param target of θ's shape; θ itself is moved
   * @return whether it was done
   */
  default boolean descend(Theta theta, Theta target, float lr) {
    return false;
  }
}
