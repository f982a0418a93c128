package io.zeroflow.optim.noise;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Theta;
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
  private long drawnSeed;
  private int drawnBlock = -1;

  /** Written last: what follows in the same step need not be copied again. */
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
    add(seed, block, 1f, z, z);
  }

  @Override
  public void add(long seed, int block, float scale, float[] out, float[] scratch) {
    int from = block * BLOCK;
    int end = mask.before(from + BLOCK);
    for (int i = mask.before(from); i < end; ) {
      draw(seed, i / BLOCK);
      int upTo = Math.min(end, (i / BLOCK + 1) * BLOCK);
      for (; i < upTo; i++) {
        int at = mask.coordinate(i) - from;
        out[at] = Math.fma(scale, drawn[i % BLOCK], out[at]);
      }
    }
  }

  /** A copy of θ in which the kept coordinates alone are written again. */
  @Override
  public void perturb(Theta theta, Theta work, long seed, float scale) {
    Copy before = new Copy(theta, theta.changes(), work, work.changes());
    int d = theta.size();
    for (int from = 0, i = 0; from < d; from += CHUNK) {
      int n = Math.min(CHUNK, d - from);
      if (!before.equals(last)) {
        work.copyFrom(theta, from, n);
      }
      int end = mask.before(from + n);
      while (i < end) {
        int first = i / BLOCK * BLOCK;
        int upTo = Math.min(end, first + BLOCK);
        draw(seed, i / BLOCK);
        // A chunk may begin within a block of values.
        float[] z = i == first ? drawn : Arrays.copyOfRange(drawn, i - first, BLOCK);
        work.perturbAt(mask.coordinates(), i, upTo - i, theta, scale, z);
        i = upTo;
      }
    }
    last = new Copy(theta, theta.changes(), work, work.changes());
  }

  /** A work θ that is θ but for kept coordinates, until either changes. */
  private record Copy(Theta theta, long changes, Theta work, long workChanges) {}

  private void draw(long seed, int block) {
    if (block != drawnBlock || seed != drawnSeed) {
      drawnBlock = block;
      drawnSeed = seed;
      source.block(seed, block, drawn);
    }
  }
}
