package io.zeroflow.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A shuffle that is a pure function of its seed, on every JVM, for ever: task orders and epochs are
 * part of published results, and the library's generators may change between releases.
 *
 * <p>The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014); the shuffle is Fisher and Yates'.
 */
public final class Shuffle {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Shuffle(long seed) {
    state = seed;
  }

  /** A copy of the list in the order that the seed gives. */
  public static <T> List<T> shuffled(List<T> items, long seed) {
    List<T> copy = new ArrayList<>(items);
    Shuffle random = new Shuffle(seed);
    for (int last = copy.size() - 1; last > 0; last--) {
      Collections.swap(copy, last, random.below(last + 1));
    }
    return copy;
  }

  /**
   * A seed for one of several independent shuffles of the same run, such as one a class or one an
   * epoch.
   */
  public static long derive(long seed, long index) {
    Shuffle random = new Shuffle(seed);
    random.state = random.next() + index * GOLDEN_GAMMA;
    return random.next();
  }

  /** Uniform in [0, bound): values beyond the last whole multiple of the bound are drawn again. */
  private int below(int bound) {
    while (true) {
      long bits = next() >>> 1;
      long value = bits % bound;
      if (bits - value + (bound - 1) >= 0) {
        return (int) value;
      }
    }
  }

  private long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
