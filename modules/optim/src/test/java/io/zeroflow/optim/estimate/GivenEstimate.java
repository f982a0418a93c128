package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Noise;
import java.util.Arrays;

/**
 * An estimate that is known: Σ weights[i] · given[i]. What lies beyond its coordinates is not a
 * number, because it must not matter.
 */
public record GivenEstimate(float[] weights, float[][] given) implements Estimate {

  /** A gradient. */
  public static GivenEstimate of(float... g) {
    return new GivenEstimate(new float[] {1}, new float[][] {g});
  }

  @Override
  public int directions() {
    return weights.length;
  }

  @Override
  public float weight(int i) {
    return weights[i];
  }

  @Override
  public void direction(int i, int block, float[] out) {
    Arrays.fill(out, Float.NaN);
    int from = block * Noise.BLOCK;
    int n = Math.min(Noise.BLOCK, given[i].length - from);
    System.arraycopy(given[i], from, out, 0, n);
  }

  @Override
  public void block(int block, float[] out) {
    float[] z = new float[Noise.BLOCK];
    Arrays.fill(out, 0f);
    for (int i = 0; i < weights.length; i++) {
      direction(i, block, z);
      for (int k = 0; k < Noise.BLOCK; k++) {
        out[k] += weights[i] * z[k];
      }
    }
  }
}
