package io.zeroflow.optim.noise;

import java.util.Arrays;

/**
 * Coordinates that a sparse direction touches: exactly round((1 − s) · d) of d, but at least one,
 * because a step that probes nothing learns nothing; drawn from a seed. One coordinate is drawn
 * from each of as many strata of equal length, which are then turned by a random offset, so that
 * each coordinate is as likely as any other. Costs a few nanoseconds for each coordinate that is
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
    int turn = below(Seeds.child(seed, OFFSET), d);
    int wrapped = 0; // coordinates that the turn brings back to the front, at the array's end
    long from = 0;
    for (int j = 0; j < kept.length; j++) {
      long to = (j + 1L) * d / kept.length;
      int at = (int) from + below(Seeds.child(seed, j), (int) (to - from));
      from = to;
      if (at < d - turn) {
        kept[j] = at + turn;
      } else {
        kept[j] = at - (d - turn);
        wrapped++;
      }
    }
    return new Mask(seed, d, rotated(kept, wrapped));
  }

  /** The last {@code n} elements first, which makes the whole ascending. */
  private static int[] rotated(int[] values, int n) {
    int[] result = new int[values.length];
    System.arraycopy(values, values.length - n, result, 0, n);
    System.arraycopy(values, 0, result, n, values.length - n);
    return result;
  }

  /** Uniform on [0, n) up to a bias of n · 2⁻³². */
  private static int below(long hash, int n) {
    return (int) (((hash >>> 32) * n) >>> 32);
  }

  /** Whether this is what {@link #draw} would give for the same sparsity. */
  public boolean isOf(long seed, int d) {
    return this.seed == seed && this.d == d;
  }

  /** Number of coordinates that are kept. */
  public int size() {
    return kept.length;
  }

  /** The i-th kept coordinate; they ascend. */
  public int coordinate(int i) {
    return kept[i];
  }

  /** How many kept coordinates lie below {@code coordinate}. */
  public int before(int coordinate) {
    int at = Arrays.binarySearch(kept, coordinate);
    return at < 0 ? -at - 1 : at;
  }
}
