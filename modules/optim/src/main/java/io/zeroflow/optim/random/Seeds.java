package io.zeroflow.optim.random;

/** Derives independent seeds from a seed and a number. */
public final class Seeds {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * A seed for the n-th child of {@code seed}: the SplitMix64 finalizer (Steele, Lea and Flood
   * 2014) over both, applied twice so that neighbouring seeds and numbers do not collide.
   */
  public static long child(long seed, long n) {
    return mix(mix(seed + GOLDEN_GAMMA) ^ (n * GOLDEN_GAMMA + 1));
  }

  private static long mix(long x) {
    long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * The m-th child of the seed whose n-th child is {@code nth}, without knowing that seed: {@link
   * #mix} can be undone.
   */
  public static long sibling(long nth, long n, long m) {
    return mix(unmix(nth) ^ (n * GOLDEN_GAMMA + 1) ^ (m * GOLDEN_GAMMA + 1));
  }

  private static long unmix(long x) {
    long z = (x ^ (x >>> 31) ^ (x >>> 62)) * 0x319642B2D24D8EC3L;
    z = (z ^ (z >>> 27) ^ (z >>> 54)) * 0x96DE1B173F119089L;
    return z ^ (z >>> 30) ^ (z >>> 60);
  }
}
