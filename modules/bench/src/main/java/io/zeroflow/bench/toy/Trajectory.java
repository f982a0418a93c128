package io.zeroflow.bench.toy;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.strategy.Strategy;

/**
 * The way of one strategy over the toy.
 *
 * @param name of the strategy that took it: its line, as it was given
 * @param points x, y, x, y, …: the start and some hundreds of points behind it, evenly over the
 *     logarithm of the steps, the last one at the end
 * @param forwards forward passes spent at each point
 * @param arrived first step within half a unit of the joint minimum; 0 if never
 */
@SuppressWarnings("ArrayRecordComponent") // made once, drawn, never compared
public record Trajectory(String name, double[] points, long[] forwards, long arrived) {

  private static final int POINTS = 600;
  private static final double NEAR = 0.5;

  /** At the end of a line: see {@link EachTask}. */
  private static final String EACH_TASK = " each task";

  /**
   * Follows a strategy from a start.
   *
   * @param line of the strategy; one that ends in {@code each task} measures the tasks apart and
   *     adds what it finds, as the authors' code does
   */
  public static Trajectory of(String line, double x, double y, int steps, long seed) {
    Theta theta = Toy.theta(x, y);
    Toy toy = Toy.joint();
    Optimizer optimizer = optimizer(line, theta);
    int kept = Math.min(POINTS, steps);
    double[] points = new double[2 * (kept + 1)];
    long[] forwards = new long[kept + 1];
    points[0] = theta.get(0);
    points[1] = theta.get(1);
    long spent = 0;
    long arrived = 0;
    int next = 1;
    long due = 1;
    for (int step = 1; step <= steps; step++) {
      StepRecord record =
          optimizer.measure(toy, new StepContext(step, Seeds.child(seed, step), step));
      optimizer.apply(record);
      spent += record.forwards();
      double distance = Math.hypot(theta.get(0) - Toy.JOINT[0], theta.get(1) - Toy.JOINT[1]);
      if (arrived == 0 && distance < NEAR) {
        arrived = step;
      }
      if (step == due) {
        points[2 * next] = theta.get(0);
        points[2 * next + 1] = theta.get(1);
        forwards[next++] = spent;
        due = Math.max(step + 1L, Math.round(Math.pow(steps, next / (double) kept)));
      }
    }
    return new Trajectory(line, points, forwards, arrived);
  }

  /** Refuses a line that {@link #of} could not follow. */
  static void check(String line) {
    optimizer(line, Toy.theta(0, 0));
  }

  private static Optimizer optimizer(String line, Theta theta) {
    if (!line.endsWith(EACH_TASK)) {
      return Strategy.parse(line).optimizer(theta, null);
    }
    Strategy strategy = Strategy.parse(line.substring(0, line.length() - EACH_TASK.length()));
    return new EachTask(strategy.optimizer(theta, null));
  }

  /** Number of points. */
  public int size() {
    return forwards.length;
  }

  double x(int i) {
    return points[2 * i];
  }

  double y(int i) {
    return points[2 * i + 1];
  }

  /** Where it ended. */
  public double endX() {
    return x(size() - 1);
  }

  /** Where it ended. */
  public double endY() {
    return y(size() - 1);
  }
}
