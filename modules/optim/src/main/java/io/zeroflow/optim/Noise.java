package io.zeroflow.optim;

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

  /**
   * Adds scale · z(seed, i) to {@code out[0..BLOCK)} for the coordinates of a block: what
   * perturbing and estimating do with z. A distribution that is zero in most places does it faster.
   *
   * @param scratch {@link #BLOCK} floats that may be overwritten
   */
  default void add(long seed, int block, float scale, float[] out, float[] scratch) {
    block(seed, block, scratch);
    for (int k = 0; k < BLOCK; k++) {
      out[k] = Math.fma(scale, scratch[k], out[k]);
    }
  }

  /**
   * Writes θ + scale · z(seed) into {@code work}, in one sweep.
   *
   * @param theta left as it is
   * @param work of the same shape
   */
  default void perturb(Theta theta, Theta work, long seed, float scale) {
    float[] z = new float[BLOCK];
    float[] values = new float[BLOCK];
    int d = theta.size();
    for (int block = 0, from = 0; from < d; block++, from += BLOCK) {
      int n = Math.min(BLOCK, d - from);
      theta.read(from, values, n);
      add(seed, block, scale, values, z);
      work.write(from, values, n);
    }
  }
}
