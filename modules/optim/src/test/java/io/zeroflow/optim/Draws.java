package io.zeroflow.optim;

import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import java.util.List;

/** What references are made of: directions and points in double. */
public final class Draws {

  private Draws() {}

  /** A θ of d coordinates in [−1, 1). */
  public static Theta theta(int d) {
    return theta(d, d);
  }

  /** A θ of d coordinates in [−1, 1) that can grow. */
  public static Theta theta(int d, int capacity) {
    Theta theta = Theta.allocate(capacity);
    theta.append(new SliceSpec("w", List.of(d), new Init.Uniform(1)), 3);
    return theta;
  }

  /** The first d standard normals of a seed. */
  public static double[] normal(long seed, int d) {
    double[] z = new double[d];
    float[] block = new float[Noise.BLOCK];
    GaussianNoise noise = new GaussianNoise();
    for (int i = 0; i < d; i++) {
      if (i % Noise.BLOCK == 0) {
        noise.block(seed, i / Noise.BLOCK, block);
      }
      z[i] = block[i % Noise.BLOCK];
    }
    return z;
  }

  /** Direction of a query of a step that was given {@code seed}. */
  public static double[] query(long seed, int query, int d) {
    return normal(Seeds.child(seed, query), d);
  }

  /** θ in double. */
  public static double[] values(Theta theta) {
    double[] values = new double[theta.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = theta.get(i);
    }
    return values;
  }

  /** Σ aᵢ bᵢ. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
