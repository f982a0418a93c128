package io.zeroflow.optim.noise;

/**
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011): a keyed bijection of a 128-bit counter into four 32-bit words.
 *
 * <p>The rounds run over {@link #LANES} counters at a time in plain loops over arrays, which the
 * JIT turns into vector code of whatever width the machine has: one code path, so the same bits
 * with and without it. Words are kept in longs because Java has no unsigned 32 × 32 → 64 product.
 */
public final class Philox {

  /** Counters that one call of {@link #words} takes. */
  static final int LANES = Noise.BLOCK / 4;

  private static final long MASK = 0xFFFFFFFFL;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final float TWO_POW_MINUS_24 = 0x1p-24f;

  private Philox() {}

  /** Fills the four words of counters (first, first + 1, …) under {@code seed} as the key. */
  static void words(long seed, long first, long[] w0, long[] w1, long[] w2, long[] w3) {
    for (int i = 0; i < LANES; i++) {
      w0[i] = (first + i) & MASK;
      w1[i] = (first + i) >>> 32;
      w2[i] = 0;
      w3[i] = 0;
    }
    encrypt(seed, w0, w1, w2, w3);
  }

  /** Replaces {@link #LANES} counters, least significant word in {@code w0}, by their words. */
  static void encrypt(long seed, long[] w0, long[] w1, long[] w2, long[] w3) {
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      round(k0 & MASK, k1 & MASK, w0, w1, w2, w3);
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  }

  private static void round(long k0, long k1, long[] w0, long[] w1, long[] w2, long[] w3) {
    for (int i = 0; i < LANES; i++) {
      long product0 = MULTIPLIER_0 * (w0[i] & MASK);
      long product1 = MULTIPLIER_1 * (w2[i] & MASK);
      w0[i] = (product1 >>> 32) ^ w1[i] ^ k0;
      w1[i] = product1 & MASK;
      w2[i] = (product0 >>> 32) ^ w3[i] ^ k1;
      w3[i] = product0 & MASK;
    }
  }

  /** One number in [0, 1), uniform on multiples of 2⁻²⁴: for initial weights, not for bulk. */
  public static float uniform(long seed, long index) {
    long c0 = index & MASK;
    long c1 = index >>> 32;
    long c2 = 0;
    long c3 = 1; // a counter range of its own, apart from the perturbations'
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * c0;
      long product1 = MULTIPLIER_1 * c2;
      c0 = (product1 >>> 32) ^ c1 ^ (k0 & MASK);
      c1 = product1 & MASK;
      c2 = (product0 >>> 32) ^ c3 ^ (k1 & MASK);
      c3 = product0 & MASK;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    return (c0 >>> 8) * TWO_POW_MINUS_24;
  }
}
