package io.zeroflow.optim.estimate;

import io.zeroflow.optim.noise.Noise;

/** A gradient estimate that is produced in blocks of {@link Noise#BLOCK} coordinates. */
@FunctionalInterface
public interface Gradient {

  /** Writes the coordinates of a block into {@code out[0..BLOCK)}. */
  void block(int block, float[] out);
}
