package io.zeroflow.optim.noise;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Theta;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Noise on the coordinates of a mask, zero elsewhere. The kept coordinates take the source's values
 * in order, so that only as many are drawn as are used.
 */
public final class SparseNoise implements Noise {

  /** Coordinates that are copied at once: many blocks, and few enough to stay in a cache. */
  private static final int CHUNK = 32 * BLOCK;

  private final Noise source;
  private final Mask mask;
  private final float[] drawn = new float[BLOCK];
  private final float[] weighted = new float[BLOCK];
  private long drawnSeed;
  private int drawnBlock = -1;

  /** Written last: what follows need not be copied again. */
  private @Nullable Copy last;

  /**
   * @param source of the values
   * @param mask where they go
   */
  public SparseNoise(Noise source, Mask mask) {
    this.source = source;
    this.mask = mask;
  }

  @Override
  public void block(long seed, int block, float[] z) {
    Arrays.fill(z, 0, BLOCK, 0f);
    add(seed, block, 1, 1, FloatBuffer.wrap(z), z);
  }

  @Override
  public void add(
      long seed, int block, float weight, float scale, FloatBuffer out, float[] scratch) {
    int from = block * BLOCK;
    int end = mask.before(from + BLOCK);
    for (int i = mask.before(from); i < end; ) {
      draw(seed, i / BLOCK);
      int upTo = Math.min(end, (i / BLOCK + 1) * BLOCK);
      for (; i < upTo; i++) {
        int at = mask.coordinate(i) - from;
        out.put(at, Math.fma(scale, Math.fma(weight, drawn[i % BLOCK], 0f), out.get(at)));
      }
    }
  }

  /**
   * Writes the kept coordinates alone, after a copy of θ where the target is not one already. Where
   * θ itself is moved, what was a copy of it but for kept coordinates remains one.
   */
  @Override
  public void perturb(Theta theta, Theta target, long seed, float weight, float scale) {
    boolean moves = target == theta;
    Theta work = moves && last != null ? last.work : target;
    boolean copied = last != null && last.isOf(theta, work);
    int d = theta.size();
    for (int from = 0, i = 0; from < d; from += CHUNK) {
      int n = Math.min(CHUNK, d - from);
      if (!moves && !copied) {
        target.copyFrom(theta, from, n);
      }
      for (int end = mask.before(from + n); i < end; ) {
        int upTo = Math.min(end, (i / BLOCK + 1) * BLOCK);
        weigh(seed, i, upTo - i, weight);
        target.perturbAt(mask.coordinates(), i, upTo - i, theta, scale, weighted);
        i = upTo;
      }
    }
    last = moves && !copied ? null : Copy.of(theta, work);
  }

  /** weight · z of {@code n} kept coordinates from the i-th on, which are in one block of draws. */
  private void weigh(long seed, int i, int n, float weight) {
    draw(seed, i / BLOCK);
    System.arraycopy(drawn, i % BLOCK, weighted, 0, n);
    for (int k = 0; k < n; k++) {
      weighted[k] = Math.fma(weight, weighted[k], 0f);
    }
  }

  /** A work θ that is θ but for kept coordinates, until either changes. */
  private record Copy(Theta theta, long changes, Theta work, long workChanges) {

    static Copy of(Theta theta, Theta work) {
      return new Copy(theta, theta.changes(), work, work.changes());
    }

    boolean isOf(Theta theta, Theta work) {
      return equals(of(theta, work));
    }
  }

  private void draw(long seed, int block) {
    if (block != drawnBlock || seed != drawnSeed) {
      drawnBlock = block;
      drawnSeed = seed;
      source.block(seed, block, drawn);
    }
  }
}
