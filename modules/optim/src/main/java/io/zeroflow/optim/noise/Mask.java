package io.zeroflow.optim.noise;

import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.random.Threefry;
import io.zeroflow.optim.random.Threefry.Stream;
import java.util.stream.IntStream;

/**
 * Coordinates that a sparse direction touches: exactly round((1 − s) · d) of d, but at least one,
 * because a step that probes nothing learns nothing; drawn from a seed. One coordinate is drawn
 * from each of as many strata of equal length, which are then turned by a random offset, so that
 * each coordinate is as likely as any other. Costs about a nanosecond for each coordinate that is
 * kept.
 */
public final class Mask {

  private static final long OFFSET = -1;

  /** From an array, as the JIT makes slow code of a loop that computes with its own index. */
  private static final int[] INDEX = IntStream.range(0, Threefry.WORDS).toArray();

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
    int[] drawn = new int[(int) Math.max(1, Math.rint((1 - sparsity) * d))];
    int[] words = new int[Threefry.WORDS];
    for (int from = 0; from < drawn.length; from += Threefry.WORDS) {
      Threefry.words(seed, from / Threefry.WORDS, Stream.MASK, words);
      draw(words, from, drawn.length, d);
      System.arraycopy(words, 0, drawn, from, Math.min(Threefry.WORDS, drawn.length - from));
    }
    return new Mask(seed, d, turned(drawn, below((int) Seeds.child(seed, OFFSET), d), d));
  }

  /** One coordinate of each stratum from a stratum on, in place of the word that draws it. */
  private static void draw(int[] words, int from, int strata, int d) {
    // Of a stratum, in fixed point, rounded up so that the last one ends at d.
    long length = Math.ceilDiv((long) d << Integer.SIZE, strata);
    long begin = from * length;
    for (int j = 0; j < Threefry.WORDS; j++) {
      long at = begin + INDEX[j] * length;
      long first = at >>> Integer.SIZE;
      long n = (at + length >>> Integer.SIZE) - first;
      words[j] = (int) (first + ((words[j] & 0xFFFF_FFFFL) * n >>> Integer.SIZE));
    }
  }

  /** All coordinates moved on by {@code turn}, and from the end back to the front, ascending. */
  private static int[] turned(int[] drawn, int turn, int d) {
    int stay = before(drawn, d - turn, d);
    int back = drawn.length - stay;
    int[] kept = new int[drawn.length];
    System.arraycopy(drawn, stay, kept, 0, back);
    System.arraycopy(drawn, 0, kept, back, stay);
    for (int j = 0; j < back; j++) {
      kept[j] += turn - d;
    }
    for (int j = back; j < kept.length; j++) {
      kept[j] += turn;
    }
    return kept;
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

  /** How many kept coordinates lie below {@code coordinate}. */
  public int before(int coordinate) {
    return before(kept, coordinate, d);
  }

  /** As the strata are of equal length the proportional guess is off by a few at most. */
  private static int before(int[] ascending, int coordinate, int d) {
    int at = (int) Math.min(ascending.length, (long) coordinate * ascending.length / d);
    while (at > 0 && ascending[at - 1] >= coordinate) {
      at--;
    }
    while (at < ascending.length && ascending[at] < coordinate) {
      at++;
    }
    return at;
  }
}
