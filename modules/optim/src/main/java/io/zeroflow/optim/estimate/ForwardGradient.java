package io.zeroflow.optim.estimate;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;

/**
 * Forward gradient (Baydin et al. 2022; the ZeroFlow paper's Eq. 9): the mean over q directions v
 * of (∇L · v) v, each derivative exact by one forward-mode pass. Unbiased, and free of ε.
 */
public final class ForwardGradient implements Estimator {

  private final int queries;
  private final Scalars scalars;
  private final Directions directions;

  /**
   * @param queries q, at least 1
   * @param scalars what becomes of ∇L · v
   * @param directions where v comes from
   */
  public ForwardGradient(int queries, Scalars scalars, Directions directions) {
    this.queries = queries;
    this.scalars = scalars;
    this.directions = directions;
  }

  @Override
  public StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context) {
    DifferentiableObjective differentiable = Backprop.differentiable(objective, "forward-grad");
    Noise noise = directions.of(context, theta.size());
    double[] projected = new double[queries];
    double loss = 0;
    for (int i = 0; i < queries; i++) {
      theta.drawInto(work, noise, Directions.seed(context, i));
      var slope = differentiable.slope(theta, work);
      projected[i] = slope.derivative();
      loss += slope.loss() / queries;
    }
    return scalars.record(context, projected, loss, queries);
  }

  @Override
  public Estimate estimate(StepRecord record, int d) {
    return directions.estimate(record, d);
  }

  @Override
  public Estimator fork() {
    return new ForwardGradient(queries, scalars, directions.fork());
  }
}
