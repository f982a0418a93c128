package io.zeroflow.optim.noise;

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
}
