package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.Noise;
import io.zeroflow.optim.noise.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Simultaneous perturbation (SPSA; the ZeroFlow paper's Eq. 4 with the factor that its code uses):
 * the gradient is the mean over q directions z of p · z with p = [L(θ + εz) − L(θ − εz)] / 2ε, both
 * losses on the same batch. 2q forward passes a step.
 *
 * @param eps ε, positive
 * @param queries q, at least 1
 * @param noise distribution of z
 */
public record TwoPoint(float eps, int queries, Noise noise) {

  /** Probes the batch around θ, which is left as it is. */
  public StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context) {
    List<Candidate> candidates = new ArrayList<>(2 * queries);
    for (int i = 0; i < queries; i++) {
      long seed = Seeds.child(context.seed(), i);
      candidates.add(new Candidate(theta, noise, seed, eps));
      candidates.add(new Candidate(theta, noise, seed, -eps));
    }
    double[] losses = objective.losses(candidates, work);
    List<Float> scalars = new ArrayList<>(queries);
    for (int i = 0; i < queries; i++) {
      scalars.add((float) ((losses[2 * i] - losses[2 * i + 1]) / (2.0 * eps)));
    }
    float loss = (float) Arrays.stream(losses).average().orElseThrow();
    if (!Float.isFinite(loss) || !scalars.stream().allMatch(Float::isFinite)) {
      return StepRecord.rejected(context, losses.length, "non-finite-loss");
    }
    return new StepRecord(context.step(), context.seed(), scalars, loss, losses.length, null);
  }

  /** The estimate that a record describes. */
  public Gradient gradient(StepRecord record) {
    int q = record.scalars().size();
    float[] z = new float[Noise.BLOCK];
    return (block, out) -> {
      Arrays.fill(out, 0, Noise.BLOCK, 0f);
      for (int i = 0; i < q; i++) {
        float weight = record.scalars().get(i) / q;
        noise.block(Seeds.child(record.seed(), i), block, z);
        for (int k = 0; k < Noise.BLOCK; k++) {
          out[k] = Math.fma(weight, z[k], out[k]);
        }
      }
    };
  }
}
