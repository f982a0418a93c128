package io.zeroflow.optim.noise;

import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.random.Threefry;
import io.zeroflow.optim.random.Threefry.Stream;

/**
 * Coordinates that a sparse direction touches: exactly round((1 − s) · d) of d, but at least one,
 * because a step that probes nothing learns nothing; drawn from a seed. One coordinate is drawn
 * from each of as many strata of equal length, which are then turned by a random offset, so that
 * each coordinate is as likely as any other. Costs about a nanosecond for each coordinate that is
 * kept.
 */
public final class Mask {

  private static final long OFFSET = -1;

  private final long seed;
  private final int d;
  private final int[] kept;

  private Mask(long seed, int d, int[] kept) {
    this.seed = seed;
    this.d = d;
    this.kept = kept;
  }

  /**
   * Draws a mask.
   *
   * @param d number of coordinates, at least 1
   * @param sparsity share that is left out, in [0, 1)
   */
  public static Mask draw(long seed, int d, double sparsity) {
    int[] kept = new int[(int) Math.max(1, Math.rint((1 - sparsity) * d))];
    int turn = below((int) Seeds.child(seed, OFFSET), d);
    int[] words = new int[Threefry.WORDS];
    for (int from = 0; from < kept.length; from += Threefry.WORDS) {
      Threefry.words(seed, from / Threefry.WORDS, Stream.MASK, words);
      draw(words, from, kept, d);
    }
    int wrapped = 0; // coordinates that the turn brings back to the front, at the array's end
    for (int j = 0; j < kept.length; j++) {
      int over = kept[j] + turn - d;
      kept[j] = over < 0 ? over + d : over;
      wrapped += over < 0 ? 0 : 1;
    }
    return new Mask(seed, d, rotated(kept, wrapped));
  }

  /** One coordinate of each stratum that there is a word for, from a stratum on. */
  private static void draw(int[] words, int from, int[] kept, int d) {
    // Of a stratum, in fixed point, rounded up so that the last one ends at d.
    long length = Math.ceilDiv((long) d << Integer.SIZE, kept.length);
    int n = Math.min(words.length, kept.length - from);
    long begin = from * length;
    for (int j = 0; j < n; j++) {
      long end = begin + length;
      int first = (int) (begin >>> Integer.SIZE);
      kept[from + j] = first + below(words[j], (int) (end >>> Integer.SIZE) - first);
      begin = end;
    }
  }

  /** The last {@code n} elements first, which makes the whole ascending. */
  private static int[] rotated(int[] values, int n) {
    int[] result = new int[values.length];
    System.arraycopy(values, values.length - n, result, 0, n);
    System.arraycopy(values, 0, result, n, values.length - n);
    return result;
  }

  /** Uniform on [0, n) up to a bias of n · 2⁻³². */
  private static int below(int word, int n) {
    return (int) ((word & 0xFFFF_FFFFL) * n >>> Integer.SIZE);
  }

  /** Whether this is what {@link #draw} would give for the same sparsity. */
  public boolean isOf(long seed, int d) {
    return this.seed == seed && this.d == d;
  }

  /** Number of coordinates that are kept. */
  public int size() {
    return kept.length;
  }

  /** All of them, ascending; not to be changed. */
  int[] coordinates() {
    return kept;
  }

  /** The i-th kept coordinate; they ascend. */
  public int coordinate(int i) {
    return kept[i];
  }

  /**
   * How many kept coordinates lie below {@code coordinate}. As the strata are of equal length the
   * proportional guess is off by a few at most.
   */
  public int before(int coordinate) {
    int at = (int) Math.min(kept.length, (long) coordinate * kept.length / d);
    while (at > 0 && kept[at - 1] >= coordinate) {
      at--;
    }
    while (at < kept.length && kept[at] < coordinate) {
      at++;
    }
    return at;
  }
}
