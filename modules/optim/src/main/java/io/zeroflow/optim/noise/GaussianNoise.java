package io.zeroflow.optim.noise;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.random.Threefry;
import io.zeroflow.optim.random.Threefry.Stream;

/**
 * Standard normal coordinates: random words through the Box–Muller transform with polynomials of
 * our own, so that only exactly rounded operations (+, ·, fma, √, integer) are used and every
 * machine gets the same bits. The polynomials are minimax fits with errors below 1e-6; z is within
 * 1e-5 of the exact transform, far below what a perturbation can tell. |z| ≤ 6.77 by construction.
 *
 * <p>A pair of words gives a pair of normals {@link #PAIRS} apart. Each loop is short enough, and
 * reaches every array at the same index plus a constant, which is the shape that the JIT needs to
 * make vector code of it; the code of a whole block in one loop would stay scalar.
 */
public final class GaussianNoise implements Noise {

  private static final int PAIRS = BLOCK / 2;
  private static final int UPPER_9 = 0xFF80_0000;
  private static final int LOWER_23 = 0x007F_FFFF;
  private static final float TWO_LN_2 = 1.3862944f;

  private final int[] words = new int[Threefry.WORDS];

  @Override
  public void block(long seed, int block, float[] z) {
    Threefry.words(seed, block, Stream.GAUSSIAN, words);
    radius(words, z);
    project(words, z);
  }

  /**
   * √(−2 ln u) for u = 2⁻ᵏ (1 − x), which is uniform when k is the number of leading zeros of
   * random bits and x is uniform on (0, ½). Drawing u in these two parts spares the division by a
   * power of two that taking them out of a float would need, and keeps x at full precision however
   * small u is.
   *
   * <p>x takes 23 bits of the first word and k the other 9. Once in 512 times all of those are
   * zero, and k goes on in the lower bits of the second word. The angle, whose lower bits they are
   * too, is then bound to a finer and finer grid that remains spread evenly over the circle, so
   * that the distribution of either coordinate stays what it is.
   */
  private static void radius(int[] words, float[] z) {
    for (int i = 0; i < PAIRS; i++) {
      int word = words[i];
      int k = Integer.numberOfLeadingZeros((word & UPPER_9) | (words[i + PAIRS] & LOWER_23));
      float x = Math.fma((float) (word & LOWER_23), 0x1p-24f, 0x1p-25f);
      z[i] = (float) Math.sqrt(Math.fma((float) k, TWO_LN_2, minusTwoLog(x)));
    }
  }

  /** r cos 2πt and r sin 2πt in place of r. */
  private static void project(int[] words, float[] z) {
    for (int i = 0; i < PAIRS; i++) {
      float r = z[i];
      float t = (words[i + PAIRS] >> 8) * 0x1p-24f; // part of a full turn, in [−½, ½)
      float u = t * t;
      z[i] = r * cos(u);
      z[i + PAIRS] = r * (t * sinOverT(u));
    }
  }

  /** −2 ln(1 − x) on (0, ½); relative error below 1e-6, so that a small radius is as exact. */
  private static float minusTwoLog(float x) {
    float p = 1.981214f;
    p = Math.fma(p, x, -1.2759202f);
    p = Math.fma(p, x, 1.0455354f);
    p = Math.fma(p, x, 0.37505248f);
    p = Math.fma(p, x, 0.67782354f);
    p = Math.fma(p, x, 0.99963343f);
    p = Math.fma(p, x, 2.000002f);
    return p * x;
  }

  /** cos 2πt for u = t² and t on [−½, ½]. */
  private static float cos(float u) {
    float p = -21.076742f;
    p = Math.fma(p, u, 58.794014f);
    p = Math.fma(p, u, -85.27239f);
    p = Math.fma(p, u, 64.928726f);
    p = Math.fma(p, u, -19.738983f);
    return Math.fma(p, u, 0.9999992f);
  }

  /** (sin 2πt)/t for u = t² and t on [−½, ½]. */
  private static float sinOverT(float u) {
    float p = -12.271233f;
    p = Math.fma(p, u, 41.205372f);
    p = Math.fma(p, u, -76.58009f);
    p = Math.fma(p, u, 81.59618f);
    p = Math.fma(p, u, -41.341423f);
    return Math.fma(p, u, 6.2831826f);
  }
}
