package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Dense;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;

/**
 * The gradient itself, by backpropagation: the baseline that forward-only methods are measured
 * against. Its step has no short form: the record carries d floats.
 */
public final class Backprop implements Estimator {

  private final float clip;

  /**
   * @param clip bound on the gradient's Euclidean norm; 0 for none
   */
  public Backprop(float clip) {
    this.clip = clip;
  }

  @Override
  public StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context) {
    double loss = differentiable(objective, "backprop").gradient(theta, work);
    Dense gradient = Dense.of(work);
    double norm = gradient.norm();
    if (!Float.isFinite((float) loss) || !Double.isFinite(norm)) {
      return StepRecord.rejected(context, 1, "non-finite-loss");
    }
    if (norm > Scalars.LARGEST) {
      return StepRecord.rejected(context, 1, "exploding-gradient");
    }
    if (clip > 0 && norm > clip) {
      gradient = gradient.times((float) (clip / norm));
    }
    return StepRecord.dense(context, gradient, (float) loss, 1);
  }

  static DifferentiableObjective differentiable(Objective objective, String who) {
    if (objective instanceof DifferentiableObjective differentiable) {
      return differentiable;
    }
    throw new UnsupportedOperationException(
        "%s needs a network that can be differentiated; choose a zo- strategy".formatted(who));
  }

  @Override
  public Estimate estimate(StepRecord record, int d) {
    Dense gradient = record.gradient();
    if (gradient == null || gradient.size() != d) {
      throw new IllegalArgumentException(
          "step %d carries %s for a θ of %d coordinates"
              .formatted(record.step(), gradient == null ? "no gradient" : gradient, d));
    }
    return new Estimate() {
      @Override
      public int directions() {
        return 1;
      }

      @Override
      public float weight(int i) {
        return 1;
      }

      @Override
      public void direction(int i, int block, float[] out) {
        block(block, out);
      }

      @Override
      public void block(int block, float[] out) {
        int from = block * Noise.BLOCK;
        gradient.read(from, out, Math.min(Noise.BLOCK, d - from));
      }
    };
  }

  @Override
  public Estimator fork() {
    return this;
  }
}
