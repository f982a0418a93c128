package io.zeroflow.optim.noise;

/**
 * A distribution of perturbation directions. Coordinates come in blocks: a block is what one call
 * draws, small enough to stay in the first-level cache and large enough for the compiler to use
 * vector instructions.
 */
public interface Noise {

  /** Coordinates in a block. */
  int BLOCK = 1024;

  /**
   * Draws z(seed, i) for i in [block · BLOCK, (block + 1) · BLOCK) into {@code z[0..BLOCK)}.
   *
   * @param z at least {@link #BLOCK} long
   */
  void block(long seed, int block, float[] z);
}
