package io.zeroflow.optim.enhance;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.estimate.Estimate;
import java.util.Random;

/** Runs a filter alone over a whole gradient. */
final class Filtered {

  private Filtered() {}

  /** What comes out of a step that counts. */
  static float[] step(GradientFilter filter, Estimate estimate, int d) {
    float[] out = sweep(filter, estimate, d, true);
    filter.commit();
    return out;
  }

  /** What would come out. */
  static float[] preview(GradientFilter filter, Estimate estimate, int d) {
    return sweep(filter, estimate, d, false);
  }

  private static float[] sweep(GradientFilter filter, Estimate estimate, int d, boolean keep) {
    float[] all = new float[d];
    float[] g = new float[Noise.BLOCK];
    filter.begin(d);
    for (int block = 0, from = 0; from < d; block++, from += Noise.BLOCK) {
      int n = Math.min(Noise.BLOCK, d - from);
      estimate.block(block, g);
      filter.filter(estimate, from, n, g, keep);
      System.arraycopy(g, 0, all, from, n);
    }
    return all;
  }

  static float[] normal(Random random, int d) {
    float[] values = new float[d];
    for (int i = 0; i < d; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
