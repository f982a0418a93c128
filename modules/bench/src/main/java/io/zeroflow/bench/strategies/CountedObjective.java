package io.zeroflow.bench.strategies;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * An objective that counts what it is asked for, in forward passes: a loss is one, a
 * Jacobian-vector product two (a tangent goes along with every activation), a gradient three (a
 * backward pass is about two forward passes of arithmetic).
 */
class CountedObjective implements Objective {

  static final int SLOPE = 2;
  static final int GRADIENT = 3;

  private final Objective counted;
  final LongConsumer forwards;

  private CountedObjective(Objective counted, LongConsumer forwards) {
    this.counted = counted;
    this.forwards = forwards;
  }

  /**
   * @param forwards told how many forward passes each request costs
   */
  static Objective of(Objective objective, LongConsumer forwards) {
    return objective instanceof DifferentiableObjective differentiable
        ? new Differentiable(differentiable, forwards)
        : new CountedObjective(objective, forwards);
  }

  @Override
  public double loss(Theta theta) {
    forwards.accept(1);
    return counted.loss(theta);
  }

  @Override
  public double[] losses(List<Candidate> candidates, Theta work) {
    forwards.accept(candidates.size());
    return counted.losses(candidates, work);
  }

  private static final class Differentiable extends CountedObjective
      implements DifferentiableObjective {

    private final DifferentiableObjective differentiable;

    private Differentiable(DifferentiableObjective differentiable, LongConsumer forwards) {
      super(differentiable, forwards);
      this.differentiable = differentiable;
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      forwards.accept(SLOPE);
      return differentiable.slope(theta, direction);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      forwards.accept(GRADIENT);
      return differentiable.gradient(theta, gradient);
    }
  }
}
