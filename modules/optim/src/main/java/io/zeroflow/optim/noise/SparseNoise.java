package io.zeroflow.optim.noise;

import java.util.Arrays;

/**
 * Noise on the coordinates of a mask, zero elsewhere. The kept coordinates take the source's values
 * in order, so that only as many are drawn as are used.
 */
public final class SparseNoise implements Noise {

  private final Noise source;
  private final Mask mask;
  private final float[] drawn = new float[BLOCK];
  private long drawnSeed;
  private int drawnBlock = -1;

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

  private void draw(long seed, int block) {
    if (block != drawnBlock || seed != drawnSeed) {
      drawnBlock = block;
      drawnSeed = seed;
      source.block(seed, block, drawn);
    }
  }
}
