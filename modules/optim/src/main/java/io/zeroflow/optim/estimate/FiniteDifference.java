package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Simultaneous perturbation (SPSA; the ZeroFlow paper's Eq. 4 with the factor that its code uses):
 * the gradient is the mean over q directions z of p · z, where p comes from the losses of the batch
 * at the points of a {@link Stencil} along z.
 */
public final class FiniteDifference implements Estimator {

  /** Which points along a direction are probed, and what is made of them. */
  public enum Stencil {
    /** p = [L(θ + εz) − L(θ)] / ε: 1 + q forward passes. */
    ONE_SIDED,
    /** p = [L(θ + εz) − L(θ − εz)] / 2ε: 2q forward passes. */
    TWO_SIDED,
    /**
     * The Newton step along z: q times the two-sided p over the size of the curvature, |L(θ + εz) +
     * L(θ − εz) − 2L(θ)| / ε² (Kim et al. 2021, CARS): 2q + 1 forward passes. As zᵀHz is close to
     * the trace of the Hessian H, which bounds the usable step, a learning rate of 1 is the longest
     * that makes sense whatever d and the loss are, for any q far below d.
     */
    NEWTON
  }

  /** Curvature below what losses of single precision can tell counts as that. */
  private static final double ROUNDING = 0x1p-20;

  private final float eps;
  private final int queries;
  private final Stencil stencil;
  private final Scalars scalars;
  private final Directions directions;

  /**
   * @param eps smoothing radius ε, positive
   * @param queries q, at least 1
   * @param stencil points along each direction
   * @param scalars what becomes of p
   * @param directions where z comes from
   */
  public FiniteDifference(
      float eps, int queries, Stencil stencil, Scalars scalars, Directions directions) {
    this.eps = eps;
    this.queries = queries;
    this.stencil = stencil;
    this.scalars = scalars;
    this.directions = directions;
  }

  @Override
  public StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context) {
    boolean centred = stencil != Stencil.TWO_SIDED;
    double centre = centred ? objective.loss(theta) : Double.NaN;
    double[] losses = objective.losses(candidates(theta, context), work);
    double[] projected = new double[queries];
    for (int i = 0; i < queries; i++) {
      projected[i] =
          switch (stencil) {
            case ONE_SIDED -> (losses[i] - centre) / eps;
            case TWO_SIDED -> slope(losses[2 * i], losses[2 * i + 1]);
            case NEWTON -> newton(losses[2 * i], losses[2 * i + 1], centre);
          };
    }
    double loss = centred ? centre : Arrays.stream(losses).average().orElseThrow();
    return scalars.record(context, projected, loss, losses.length + (centred ? 1 : 0));
  }

  private double slope(double above, double below) {
    return (above - below) / (2.0 * eps);
  }

  private double newton(double above, double below, double centre) {
    double square = (double) eps * eps;
    double curvature = Math.abs(above + below - 2 * centre) / square;
    double floor = ROUNDING * (Math.abs(above) + Math.abs(below)) / square;
    // Where all three losses are zero there is nothing to learn: 0 / 0 would reject the step.
    double p = slope(above, below);
    return p == 0 ? 0 : queries * p / Math.max(curvature, floor);
  }

  private List<Candidate> candidates(Theta theta, StepContext context) {
    Noise noise = directions.of(context, theta.size());
    List<Candidate> candidates = new ArrayList<>(2 * queries);
    for (int i = 0; i < queries; i++) {
      long seed = Directions.seed(context, i);
      candidates.add(new Candidate(theta, noise, seed, eps));
      if (stencil != Stencil.ONE_SIDED) {
        candidates.add(new Candidate(theta, noise, seed, -eps));
      }
    }
    return candidates;
  }

  @Override
  public Estimate estimate(StepRecord record, int d) {
    return directions.estimate(record, d);
  }

  @Override
  public Estimator fork() {
    return new FiniteDifference(eps, queries, stencil, scalars, directions.fork());
  }
}
