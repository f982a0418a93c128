package io.zeroflow.optim.noise;

/**
 * Standard normal coordinates: Philox words through the Box–Muller transform with polynomials of
 * our own, so that only exactly rounded operations (+, ·, fma, √, integer) are used and every
 * machine gets the same bits. The polynomials are Chebyshev fits; absolute errors are below 2e-7,
 * far below what a perturbation can tell. |z| ≤ 5.77 by construction.
 */
public final class GaussianNoise implements Noise {

  private static final int LANES = Philox.LANES;
  private static final float TWO_POW_MINUS_24 = 0x1p-24f;
  private static final float TWO_POW_MINUS_31 = 0x1p-31f;
  private static final float LN_2 = 0.6931472f;

  private final long[] w0 = new long[LANES];
  private final long[] w1 = new long[LANES];
  private final long[] w2 = new long[LANES];
  private final long[] w3 = new long[LANES];

  @Override
  public void block(long seed, int block, float[] z) {
    Philox.words(seed, (long) block * LANES, w0, w1, w2, w3);
    boxMuller(w0, w1, z, 0);
    boxMuller(w2, w3, z, 2 * LANES);
  }

  /** Two words a lane become two normals, written LANES apart so that stores stay contiguous. */
  private static void boxMuller(long[] radiusWord, long[] angleWord, float[] z, int at) {
    for (int i = 0; i < LANES; i++) {
      float radius = radius((int) (radiusWord[i] >>> 8) + 1);
      float t = (int) (angleWord[i] >>> 8) * TWO_POW_MINUS_24 - 0.5f;
      float sin = sinPi(t);
      float twiceSin = sin + sin;
      z[at + i] = radius * Math.fma(-twiceSin, sin, 1f); // cos 2πt = 1 − 2 sin² πt
      z[at + LANES + i] = radius * (twiceSin * cosPi(t)); // sin 2πt = 2 sin πt cos πt
    }
  }

  /** √(−2 ln u) for u = m · 2⁻²⁴, m in [1, 2²⁴]. */
  private static float radius(int m) {
    int zeros = Integer.numberOfLeadingZeros(m);
    // m = f · 2^(31 − zeros) with f in [1, 2); the top bit is cleared to leave f − 1
    float x = ((m << zeros) & 0x7FFFFFFF) * TWO_POW_MINUS_31;
    float lnU = Math.fma((float) (7 - zeros), LN_2, ln1p(x));
    return (float) Math.sqrt(Math.max(0f, -2f * lnU));
  }

  /** ln(1 + x) on [0, 1). */
  private static float ln1p(float x) {
    float p = 0.005126102361828089f;
    p = Math.fma(p, x, -0.029074065387248993f);
    p = Math.fma(p, x, 0.0775160863995552f);
    p = Math.fma(p, x, -0.13602247834205627f);
    p = Math.fma(p, x, 0.19076880812644958f);
    p = Math.fma(p, x, -0.2483539879322052f);
    p = Math.fma(p, x, 0.3331812024116516f);
    p = Math.fma(p, x, -0.4999944567680359f);
    p = Math.fma(p, x, 0.9999999403953552f);
    return p * x;
  }

  /** sin πt on [−½, ½]. */
  private static float sinPi(float t) {
    float u = t * t;
    float p = 0.07765591144561768f;
    p = Math.fma(p, u, -0.5982903838157654f);
    p = Math.fma(p, u, 2.550077438354492f);
    p = Math.fma(p, u, -5.167710304260254f);
    p = Math.fma(p, u, 3.1415927410125732f);
    return p * t;
  }

  /** cos πt on [−½, ½]. */
  private static float cosPi(float t) {
    float u = t * t;
    float p = -0.024395931512117386f;
    p = Math.fma(p, u, 0.23493707180023193f);
    p = Math.fma(p, u, -1.335211992263794f);
    p = Math.fma(p, u, 4.058709144592285f);
    p = Math.fma(p, u, -4.934802055358887f);
    return Math.fma(p, u, 1f);
  }
}
