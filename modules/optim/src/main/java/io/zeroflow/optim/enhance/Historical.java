package io.zeroflow.optim.enhance;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.estimate.Estimate;
import io.zeroflow.optim.rule.UpdateRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The historical enhancement in a form without bias: h ← α h + (1 − α) g, then g ← h divided by the
 * sum of the weights in it, which is 1 − αᵗ where α stays the same. All weights then sum to one, so
 * that where the true gradient stays the same the expectation is that gradient from the first step
 * on; noise is averaged over about 1 / (1 − α) steps.
 *
 * <p>A coordinate that θ gains later starts with zero history and shares the sum of weights, so its
 * first steps are smaller.
 */
public final class Historical implements GradientFilter {

  private final float alpha;
  private float[] history = {};
  private final float[] block = new float[Noise.BLOCK];
  private double weights; // their sum in the history
  private float correction;

  /**
   * @param alpha share α of the past, in [0, 1)
   */
  public Historical(float alpha) {
    this.alpha = alpha;
  }

  @Override
  public void begin(int d) {
    history = UpdateRule.grown(history, d);
    correction = (float) (1 / weightsAfter());
  }

  private double weightsAfter() {
    return alpha * weights + (1.0 - alpha);
  }

  @Override
  public void filter(Estimate estimate, int from, int n, float[] g, boolean keep) {
    System.arraycopy(history, from, block, 0, n);
    for (int k = 0; k < n; k++) {
      block[k] = Math.fma(alpha, block[k], (1 - alpha) * g[k]);
      g[k] = correction * block[k];
    }
    if (keep) {
      System.arraycopy(block, 0, history, from, n);
    }
  }

  @Override
  public void commit() {
    weights = weightsAfter();
  }

  @Override
  public void adopt(GradientFilter previous) {
    if (previous instanceof Historical historical) {
      history = historical.history.clone();
      weights = historical.weights;
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Persistent.save(history, out);
    out.writeDouble(weights);
  }

  @Override
  public void load(DataInput in) throws IOException {
    history = Persistent.floats(in);
    weights = in.readDouble();
  }

  @Override
  public GradientFilter fork() {
    Historical fork = new Historical(alpha);
    fork.adopt(this);
    return fork;
  }
}
