package io.zeroflow.optim.noise;

/**
 * Standard normal coordinates: Philox words through the Box–Muller transform with polynomials of
 * our own, so that only exactly rounded operations (+, ·, ÷, fma, √, integer) are used and every
 * machine gets the same bits. The polynomials are Chebyshev fits with absolute errors below 2e-7; z
 * is within 1e-5 of the exact transform wherever its radius is above 0.01 and within 2e-4 closer to
 * zero, far below what a perturbation can tell. |z| ≤ 5.77 by construction.
 */
public final class GaussianNoise implements Noise {

  private static final int LANES = Philox.LANES;
  private static final float TWO_POW_MINUS_24 = 0x1p-24f;
  private static final float LN_2 = 0.6931472f;

  private final long[] w0 = new long[LANES];
  private final long[] w1 = new long[LANES];
  private final long[] w2 = new long[LANES];
  private final long[] w3 = new long[LANES];
  private final int[] bits = new int[LANES];
  private final float[] radius = new float[LANES];
  private final float[] projected = new float[LANES];

  @Override
  public void block(long seed, int block, float[] z) {
    Philox.words(seed, (long) block * LANES, w0, w1, w2, w3);
    boxMuller(w0, w1, z, 0);
    boxMuller(w2, w3, z, 2 * LANES);
  }

  /**
   * Two words a lane become two normals, written LANES apart so that stores stay contiguous. Each
   * stage is a loop of its own that touches every array at the same index and is short enough to be
   * unrolled: the shape that the JIT needs to prove lanes independent. Writing to {@code z} at an
   * offset in the loop itself would undo that.
   */
  private void boxMuller(long[] radiusWord, long[] angleWord, float[] z, int at) {
    topBits(radiusWord, bits);
    fraction(bits, radius);
    logarithm(bits, radius);
    root(radius);
    topBits(angleWord, bits);
    cosine(bits, radius, projected);
    System.arraycopy(projected, 0, z, at, LANES);
    sine(bits, radius, projected);
    System.arraycopy(projected, 0, z, at + LANES, LANES);
  }

  /** The upper 24 of 32 bits, as many as a float holds. */
  private static void topBits(long[] word, int[] bits) {
    for (int i = 0; i < LANES; i++) {
      bits[i] = (int) (word[i] >>> 8);
    }
  }

  /** f − 1, where m = bits + 1 = f · 2ᵉ with f in [1, 2); exact. */
  private static void fraction(int[] bits, float[] out) {
    for (int i = 0; i < LANES; i++) {
      int m = bits[i] + 1;
      // The highest one bit 2ᵉ. Shifting by numberOfLeadingZeros would be shorter, but shifts by a
      // different amount in each lane do not become vector code.
      int power = m;
      power |= power >>> 1;
      power |= power >>> 2;
      power |= power >>> 4;
      power |= power >>> 8;
      power |= power >>> 16;
      power ^= power >>> 1;
      out[i] = (float) (m ^ power) / (float) power;
    }
  }

  /** ln u = ln f + (e − 24) ln 2 for u = m · 2⁻²⁴ in (0, 1]; f − 1 is in {@code out}. */
  private static void logarithm(int[] bits, float[] out) {
    for (int i = 0; i < LANES; i++) {
      int exponent = 7 - Integer.numberOfLeadingZeros(bits[i] + 1);
      out[i] = Math.fma((float) exponent, LN_2, ln1p(out[i]));
    }
  }

  /** √(−2 ln u) in place of ln u. */
  private static void root(float[] out) {
    for (int i = 0; i < LANES; i++) {
      out[i] = (float) Math.sqrt(Math.max(0f, -2f * out[i]));
    }
  }

  /** r cos 2πt = r (1 − 2 sin² πt). */
  private static void cosine(int[] bits, float[] radius, float[] out) {
    for (int i = 0; i < LANES; i++) {
      float sin = sinPi(turn(bits[i]));
      out[i] = radius[i] * Math.fma(-(sin + sin), sin, 1f);
    }
  }

  /** r sin 2πt = r · 2 sin πt cos πt. */
  private static void sine(int[] bits, float[] radius, float[] out) {
    for (int i = 0; i < LANES; i++) {
      float t = turn(bits[i]);
      float sin = sinPi(t);
      out[i] = radius[i] * ((sin + sin) * cosPi(t));
    }
  }

  /** The angle as a part of a full turn, in [−½, ½). */
  private static float turn(int bits) {
    return bits * TWO_POW_MINUS_24 - 0.5f;
  }

  /** ln(1 + x) on [0, 1). */
  private static float ln1p(float x) {
    float p = 0.0051261024f;
    p = Math.fma(p, x, -0.029074065f);
    p = Math.fma(p, x, 0.07751609f);
    p = Math.fma(p, x, -0.13602248f);
    p = Math.fma(p, x, 0.19076881f);
    p = Math.fma(p, x, -0.24835399f);
    p = Math.fma(p, x, 0.3331812f);
    p = Math.fma(p, x, -0.49999446f);
    p = Math.fma(p, x, 0.99999994f);
    return p * x;
  }

  /** sin πt on [−½, ½]. */
  private static float sinPi(float t) {
    float u = t * t;
    float p = 0.07765591f;
    p = Math.fma(p, u, -0.5982904f);
    p = Math.fma(p, u, 2.5500774f);
    p = Math.fma(p, u, -5.1677103f);
    p = Math.fma(p, u, 3.1415927f);
    return p * t;
  }

  /** cos πt on [−½, ½]. */
  private static float cosPi(float t) {
    float u = t * t;
    float p = -0.024395932f;
    p = Math.fma(p, u, 0.23493707f);
    p = Math.fma(p, u, -1.335212f);
    p = Math.fma(p, u, 4.058709f);
    p = Math.fma(p, u, -4.934802f);
    return Math.fma(p, u, 1f);
  }
}
