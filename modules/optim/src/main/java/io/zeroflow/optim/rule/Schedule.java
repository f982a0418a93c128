package io.zeroflow.optim.rule;

/**
 * A learning rate over the steps of a task: a pure function of a step's age and of d, so a replay
 * needs no memory of it.
 *
 * @param shape how it goes from one to the other
 * @param from at the first step of a task; for a shape over d, the number that d divides
 * @param to after {@code steps} steps, and from then on; for a shape over d, the most it can be
 * @param steps length of the way; of no meaning to other shapes than LINEAR and COSINE
 */
public record Schedule(Shape shape, float from, float to, long steps) {

  /** How a learning rate changes. */
  public enum Shape {
    CONSTANT,
    /** Along a straight line. */
    LINEAR,
    /** Along half a period of a cosine (Loshchilov and Hutter 2017, without restarts). */
    COSINE,
    /**
     * By the number of coordinates. A step along one random direction is d times as noisy as one
     * along the gradient, so the usable one shrinks with d (Nesterov and Spokoiny 2017, section 5).
     */
    OVER_D,
    /** By its root: for steps whose length does not depend on the slope, but grows as √d. */
    OVER_ROOT_D
  }

  /** The same at every step. */
  public static Schedule constant(float lr) {
    return new Schedule(Shape.CONSTANT, lr, lr, 0);
  }

  /**
   * Learning rate of a step.
   *
   * @param age of the step in its task, from 1
   * @param d coordinates of θ, at least 1
   */
  public float at(long age, int d) {
    return switch (shape) {
      case CONSTANT -> from;
      case LINEAR -> between(1 - done(age));
      // StrictMath: Math.cos may differ in the last bit between machines
      case COSINE -> between(0.5 * (1 + StrictMath.cos(Math.PI * done(age))));
      case OVER_D -> Math.min(from / d, to);
      case OVER_ROOT_D -> (float) Math.min(from / Math.sqrt(d), to);
    };
  }

  /** The most that it is at any step, for any d. */
  public float largest() {
    return shape == Shape.OVER_D || shape == Shape.OVER_ROOT_D ? to : Math.max(from, to);
  }

  private double done(long age) {
    return steps == 0 ? 0 : Math.min(1.0, (age - 1) / (double) steps);
  }

  /** A weighted sum, because from + (to − from) · 1 is not always to. */
  private float between(double left) {
    return (float) (left * from + (1 - left) * to);
  }
}
