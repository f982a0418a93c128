package io.zeroflow.bench.toy;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;

/**
 * Two tasks over two parameters, as the ZeroFlow authors' code has them (after Liu et al. 2021,
 * CAGrad; the paper's appendix A.2 prints some signs differently). The new task is solved at (7,
 * −8.43), the old one at (−7, −8.43), both together at (0, −8.355), where each costs −15.09. The
 * loss is their sum, in double precision.
 */
public final class Toy implements DifferentiableObjective {

  /** Where both tasks together cost least. */
  public static final double[] JOINT = {0, -8.3552};

  /** Where the new task alone costs least. */
  public static final double[] NEW = {7, -8.43};

  /** Where the old task alone costs least. */
  public static final double[] OLD = {-7, -8.43};

  /** Below which the logarithms are cut off. */
  private static final double SMALLEST = 5e-6;

  private static final double STEP = 1e-6;

  /** A θ at a point. */
  public static Theta theta(double x, double y) {
    Theta theta = Theta.allocate(2);
    theta.append(SliceSpec.zeros("point", 2), 0);
    theta.set(0, (float) x);
    theta.set(1, (float) y);
    return theta;
  }

  /** Loss of the new task. */
  public static double newTask(double x, double y) {
    double valley = logarithm(0.5 * (-x - 7) - Math.tanh(-y));
    return above(y) * valley + below(y) * bowl(x - 7, y);
  }

  /** Loss of the old task. */
  public static double oldTask(double x, double y) {
    double valley = logarithm(0.5 * (-x + 3) + Math.tanh(-y) + 2);
    return above(y) * valley + below(y) * bowl(x + 7, y);
  }

  /** Loss of both. */
  public static double both(double x, double y) {
    return newTask(x, y) + oldTask(x, y);
  }

  private static double above(double y) {
    return Math.max(Math.tanh(0.5 * y), 0);
  }

  private static double below(double y) {
    return Math.max(Math.tanh(-0.5 * y), 0);
  }

  private static double logarithm(double x) {
    return Math.log(Math.max(Math.abs(x), SMALLEST)) + 6;
  }

  private static double bowl(double dx, double y) {
    return (dx * dx + 0.1 * (y + 8) * (y + 8)) / 10 - 20;
  }

  @Override
  public double loss(Theta theta) {
    return both(theta.get(0), theta.get(1));
  }

  /** By central differences in double, exact to nine digits: more than a float of θ holds. */
  @Override
  public double gradient(Theta theta, Theta gradient) {
    gradient.shapeLike(theta);
    gradient.set(0, (float) along(theta, 1, 0));
    gradient.set(1, (float) along(theta, 0, 1));
    return loss(theta);
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    return new Slope(loss(theta), along(theta, direction.get(0), direction.get(1)));
  }

  private static double along(Theta theta, double dx, double dy) {
    double x = theta.get(0);
    double y = theta.get(1);
    return (both(x + STEP * dx, y + STEP * dy) - both(x - STEP * dx, y - STEP * dy)) / (2 * STEP);
  }
}
