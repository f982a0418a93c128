package io.zeroflow.bench.toy;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.stream.IntStream;

/**
 * Two tasks over two parameters, as the ZeroFlow authors' code has them (after Liu et al. 2021,
 * CAGrad; the paper's appendix A.2 prints some signs differently). The new task is solved at (7,
 * −8.43), the old one at (−7, −8.43), both together at (0, −8.355), where each costs −15.09. The
 * loss is their sum, in double precision, with derivatives in closed form.
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

  /** The tasks mirror each other, but for the walls of their valleys: one is +1, the other −1. */
  private static final int NEW_SIDE = 1;

  private static final int OLD_SIDE = -1;

  private final int[] sides;

  private Toy(int... sides) {
    this.sides = sides;
  }

  /** Both tasks. */
  public static Toy joint() {
    return new Toy(NEW_SIDE, OLD_SIDE);
  }

  /** The new task, then the old one, each alone. */
  static Toy[] apart() {
    return new Toy[] {new Toy(NEW_SIDE), new Toy(OLD_SIDE)};
  }

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
    return Point.of(x, y, NEW_SIDE).loss;
  }

  /** Loss of the old task. */
  public static double oldTask(double x, double y) {
    return Point.of(x, y, OLD_SIDE).loss;
  }

  /** Loss of both. */
  public static double both(double x, double y) {
    return newTask(x, y) + oldTask(x, y);
  }

  @Override
  public double loss(Theta theta) {
    return at(theta).loss;
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    Point here = at(theta);
    gradient.shapeLike(theta);
    gradient.set(0, (float) here.dx);
    gradient.set(1, (float) here.dy);
    return here.loss;
  }

  @Override
  public Slope slope(Theta theta, Theta direction) {
    Point here = at(theta);
    return new Slope(here.loss, here.dx * direction.get(0) + here.dy * direction.get(1));
  }

  private Point at(Theta theta) {
    return IntStream.of(sides)
        .mapToObj(side -> Point.of(theta.get(0), theta.get(1), side))
        .reduce(new Point(0, 0, 0), Point::plus);
  }

  /** A loss with its partial derivatives. */
  private record Point(double loss, double dx, double dy) {

    /**
     * A valley between walls above the axis, a bowl below, each faded in by a hyperbolic tangent.
     */
    static Point of(double x, double y, int side) {
      double gate = Math.tanh(Math.abs(y) / 2);
      double rise = Math.signum(y) * (1 - gate * gate) / 2;
      Point inner = y > 0 ? valley(x, y, side) : bowl(x - 7 * side, y);
      return new Point(gate * inner.loss, gate * inner.dx, rise * inner.loss + gate * inner.dy);
    }

    /** ln max(|u|, 5e-6) + 6, flat where it is cut off. */
    private static Point valley(double x, double y, int side) {
      double tanh = Math.tanh(y);
      double u = side * (tanh - 3.5) - x / 2;
      if (Math.abs(u) <= SMALLEST) {
        return new Point(Math.log(SMALLEST) + 6, 0, 0);
      }
      return new Point(Math.log(Math.abs(u)) + 6, -0.5 / u, side * (1 - tanh * tanh) / u);
    }

    private static Point bowl(double x, double y) {
      return new Point((x * x + 0.1 * (y + 8) * (y + 8)) / 10 - 20, x / 5, (y + 8) / 50);
    }

    Point plus(Point other) {
      return new Point(loss + other.loss, dx + other.dx, dy + other.dy);
    }
  }
}
