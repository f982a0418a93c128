package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Simultaneous perturbation (SPSA; the ZeroFlow paper's Eq. 4 with the factor that its code uses):
 * the gradient is the mean over q directions z of p · z, all losses on the same batch. Two-sided, p
 * = [L(θ + εz) − L(θ − εz)] / 2ε in 2q forward passes; one-sided, p = [L(θ + εz) − L(θ)] / ε in 1 +
 * q.
 */
public final class FiniteDifference implements Estimator {

  private final float eps;
  private final int queries;
  private final boolean twoSided;
  private final Scalars scalars;
  private final Directions directions;

  /**
   * @param eps smoothing radius ε, positive
   * @param queries q, at least 1
   * @param twoSided whether each direction is probed on both sides
   * @param scalars what becomes of p
   * @param directions where z comes from
   */
  public FiniteDifference(
      float eps, int queries, boolean twoSided, Scalars scalars, Directions directions) {
    this.eps = eps;
    this.queries = queries;
    this.twoSided = twoSided;
    this.scalars = scalars;
    this.directions = directions;
  }

  @Override
  public StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context) {
    List<Candidate> candidates = candidates(theta, context);
    double centre = twoSided ? Double.NaN : objective.loss(theta);
    double[] losses = objective.losses(candidates, work);
    double[] projected = new double[queries];
    for (int i = 0; i < queries; i++) {
      projected[i] =
          twoSided ? (losses[2 * i] - losses[2 * i + 1]) / (2.0 * eps) : (losses[i] - centre) / eps;
    }
    double mean = Arrays.stream(losses).average().orElseThrow();
    int forwards = twoSided ? 2 * queries : 1 + queries;
    return scalars.record(context, projected, twoSided ? mean : centre, forwards);
  }

  private List<Candidate> candidates(Theta theta, StepContext context) {
    Noise noise = directions.of(context, theta.size());
    List<Candidate> candidates = new ArrayList<>(2 * queries);
    for (int i = 0; i < queries; i++) {
      long seed = Directions.seed(context, i);
      candidates.add(new Candidate(theta, noise, seed, eps));
      if (twoSided) {
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
    return new FiniteDifference(eps, queries, twoSided, scalars, directions.fork());
  }
}
