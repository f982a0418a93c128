package io.zeroflow.model.method;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;

/**
 * h = ReLU(W f / ‖f‖) with a fixed W of independent standard normals: features in which classes are
 * linearly separable that were not before. Immutable.
 */
final class RandomProjection {

  /** Apart from the seeds of steps, which count up from 1. */
  private static final long STREAM = Long.MIN_VALUE;

  private final float[][] weights;

  RandomProjection(int in, int out, long seed) {
    weights = new float[out][in];
    GaussianNoise noise = new GaussianNoise();
    float[] z = new float[Noise.BLOCK];
    for (int row = 0; row < out; row++) {
      long own = Seeds.child(Seeds.child(seed, STREAM), row);
      for (int from = 0; from < in; from += Noise.BLOCK) {
        noise.block(own, from / Noise.BLOCK, z);
        System.arraycopy(z, 0, weights[row], from, Math.min(Noise.BLOCK, in - from));
      }
    }
  }

  float[] of(float[] feature) {
    float[] direction = Features.normalised(feature);
    float[] projected = new float[weights.length];
    for (int row = 0; row < projected.length; row++) {
      projected[row] = (float) Math.max(0, Features.dot(weights[row], direction));
    }
    return projected;
  }
}
