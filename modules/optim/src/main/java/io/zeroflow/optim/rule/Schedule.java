package io.zeroflow.optim.rule;

/**
 * A learning rate over the steps of a task: a pure function of a step's age, so a replay needs no
 * memory of it.
 *
 * @param shape how it goes from one to the other
 * @param from at the first step of a task
 * @param to after {@code steps} steps, and from then on
 * @param steps length of the way; of no meaning to a constant
 */
public record Schedule(Shape shape, float from, float to, long steps) {

  /** How a learning rate changes. */
  public enum Shape {
    CONSTANT,
    /** Along a straight line. */
    LINEAR,
    /** Along half a period of a cosine (Loshchilov and Hutter 2017, without restarts). */
    COSINE
  }

  /** The same at every step. */
  public static Schedule constant(float lr) {
    return new Schedule(Shape.CONSTANT, lr, lr, 0);
  }

  /** Learning rate of the step of that age, from 1. */
  public float at(long age) {
    double done = steps == 0 ? 0 : Math.min(1.0, (age - 1) / (double) steps);
    double left =
        switch (shape) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - done;
          // StrictMath: Math.cos may differ in the last bit between machines
          case COSINE -> 0.5 * (1 + StrictMath.cos(Math.PI * done));
        };
    // A weighted sum, because from + (to − from) · 1 is not always to.
    return (float) (left * from + (1 - left) * to);
  }
}
