package io.zeroflow.optim;

import java.util.Random;

/**
 * A convex quadratic over a θ of any size, in double: L(θ) = ½ Σ aᵢ (θᵢ − cᵢ)² + ½ (Σ uᵢ θᵢ)² / d,
 * with random a in [½, 1½), c and u normal. The second term couples all coordinates.
 */
public final class Quadratic implements DifferentiableObjective {

  private final double[] a;
  private final double[] c;
  private final double[] u;
  private int forwards;

  public Quadratic(long seed, int maxSize) {
    Random random = new Random(seed);
    a = random.doubles(maxSize, 0.5, 1.5).toArray();
    c = random.doubles(maxSize).map(x -> random.nextGaussian()).toArray();
    u = random.doubles(maxSize).map(x -> random.nextGaussian()).toArray();
  }

  @Override
  public double loss(Theta theta) {
    forwards++;
    return value(Draws.values(theta));
  }

  /** L at a point in double, which is no forward pass. */
  public double value(double[] point) {
    double sum = 0;
    double dot = 0;
    for (int i = 0; i < point.length; i++) {
      double difference = point[i] - c[i];
      sum += a[i] * difference * difference;
      dot += u[i] * point[i];
    }
    return 0.5 * sum + 0.5 * dot * dot / point.length;
  }

  /** ∇L(θ). */
  public double[] gradient(Theta theta) {
    double dot = dot(theta);
    double[] gradient = new double[theta.size()];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = a[i] * (theta.get(i) - c[i]) + u[i] * dot / theta.size();
    }
    return gradient;
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    gradient.shapeLike(theta);
    double[] values = gradient(theta);
    for (int i = 0; i < values.length; i++) {
      gradient.set(i, (float) values[i]);
    }
    return loss(theta);
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    double[] values = gradient(theta);
    double slope = 0;
    for (int i = 0; i < values.length; i++) {
      slope += values[i] * direction.get(i);
    }
    return new Slope(loss(theta), slope);
  }

  /** How often the loss was asked for. */
  public int forwards() {
    return forwards;
  }

  private double dot(Theta theta) {
    double dot = 0;
    for (int i = 0; i < theta.size(); i++) {
      dot += u[i] * theta.get(i);
    }
    return dot;
  }
}
