package io.zeroflow.optim;

import java.nio.FloatBuffer;

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
   * Adds scale · (weight · z(seed, i)) to the coordinates of a block: what perturbing, estimating
   * and descending do with z. The product in parentheses is rounded, the other is not. A
   * distribution that is zero in most places does it faster.
   *
   * @param weight of z in an estimate; 1 for z as it is
   * @param out {@link #BLOCK} coordinates
   * @param scratch {@link #BLOCK} floats that may be overwritten
   */
  default void add(
      long seed, int block, float weight, float scale, FloatBuffer out, float[] scratch) {
    block(seed, block, scratch);
    add(scratch, weight, scale, out);
  }

  /**
   * Adds scale · (weight · z) for a block of z; fma gives a zero the sign that a sum gives it. The
   * JIT makes vector code of it because the length is constant and one buffer is both read and
   * written.
   */
  static void add(float[] z, float weight, float scale, FloatBuffer out) {
    for (int k = 0; k < BLOCK; k++) {
      out.put(k, Math.fma(scale, Math.fma(weight, z[k], 0f), out.get(k)));
    }
  }

  /**
   * Writes θ + scale · (weight · z(seed)) into {@code target}, in one sweep.
   *
   * @param theta left as it is, unless it is the target
   * @param target of the same shape
   */
  default void perturb(Theta theta, Theta target, long seed, float weight, float scale) {
    float[] z = new float[BLOCK];
    int d = theta.size();
    for (int block = 0, from = 0; from < d; block++, from += BLOCK) {
      int n = Math.min(BLOCK, d - from);
      if (target != theta) {
        target.copyFrom(theta, from, n);
      }
      add(seed, block, weight, scale, target.block(block), z);
    }
  }
}
