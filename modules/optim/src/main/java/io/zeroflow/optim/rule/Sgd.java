package io.zeroflow.optim.rule;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Stochastic gradient descent with heavy-ball momentum and coupled weight decay, in the order of
 * torch.optim.SGD: g ← g + wd·θ; m ← μ·m + g; θ ← θ − lr·m. Without momentum there is no state.
 */
public final class Sgd implements UpdateRule {

  private final float momentum;
  private final float weightDecay;
  private float[] velocity = {};
  private final float[] blockVelocity = new float[Noise.BLOCK];
  private float lr;

  /**
   * @param momentum μ in [0, 1)
   * @param weightDecay wd, at least 0
   */
  public Sgd(float momentum, float weightDecay) {
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  public void begin(int d, float lr) {
    this.lr = lr;
    if (momentum > 0) {
      velocity = UpdateRule.grown(velocity, d);
    }
  }

  @Override
  public void update(int from, int n, float[] values, float[] g, boolean keep) {
    if (momentum == 0) {
      for (int k = 0; k < n; k++) {
        values[k] = Math.fma(-lr, Math.fma(weightDecay, values[k], g[k]), values[k]);
      }
      return;
    }
    // A copy, because arrays that are read at different indices do not become vector code.
    System.arraycopy(velocity, from, blockVelocity, 0, n);
    for (int k = 0; k < n; k++) {
      float decayed = Math.fma(weightDecay, values[k], g[k]);
      blockVelocity[k] = Math.fma(momentum, blockVelocity[k], decayed);
      values[k] = Math.fma(-lr, blockVelocity[k], values[k]);
    }
    if (keep) {
      System.arraycopy(blockVelocity, 0, velocity, from, n);
    }
  }

  @Override
  public boolean plain() {
    return momentum == 0 && weightDecay == 0;
  }

  @Override
  public void commit() {}

  @Override
  public void adopt(UpdateRule previous) {
    if (previous instanceof Sgd sgd && momentum > 0) {
      velocity = sgd.velocity.clone();
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Persistent.save(velocity, out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    velocity = Persistent.floats(in);
  }

  @Override
  public UpdateRule fork() {
    Sgd fork = new Sgd(momentum, weightDecay);
    fork.velocity = velocity.clone();
    return fork;
  }
}
