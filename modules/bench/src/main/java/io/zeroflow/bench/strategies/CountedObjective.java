package io.zeroflow.bench.strategies;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Theta;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * An objective that counts what it is asked for, in forward passes: a loss is one, a
 * Jacobian-vector product two (a tangent goes along with every activation), a gradient three (a
 * backward pass is about two forward passes of arithmetic).
 *
 * <p>Derivatives that the objective does not have end in a {@link GradientsNeededException}.
 */
final class CountedObjective implements DifferentiableObjective {

  static final int SLOPE = 2;
  static final int GRADIENT = 3;

  private final Objective counted;
  private final LongConsumer forwards;

  /**
   * @param forwards told how many forward passes each request costs
   */
  CountedObjective(Objective counted, LongConsumer forwards) {
    this.counted = counted;
    this.forwards = forwards;
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

  @Override
  public Slope slope(Theta theta, Theta direction) {
    DifferentiableObjective differentiable = differentiable();
    return derivative(SLOPE, () -> differentiable.slope(theta, direction));
  }

  @Override
  public double gradient(Theta theta, Theta gradient) {
    DifferentiableObjective differentiable = differentiable();
    return derivative(GRADIENT, () -> differentiable.gradient(theta, gradient));
  }

  private DifferentiableObjective differentiable() {
    if (counted instanceof DifferentiableObjective differentiable) {
      return differentiable;
    }
    throw new GradientsNeededException("the loss cannot be differentiated", null);
  }

  private <T> T derivative(int cost, Supplier<T> request) {
    try {
      T answer = request.get();
      forwards.accept(cost);
      return answer;
    } catch (UnsupportedOperationException e) { // a network that is a black box
      throw new GradientsNeededException(String.valueOf(e.getMessage()), e);
    }
  }
}
