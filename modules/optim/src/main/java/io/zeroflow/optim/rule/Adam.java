package io.zeroflow.optim.rule;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Adam (Kingma and Ba 2015) with coupled weight decay, in the order of torch.optim.Adam: g ← g +
 * wd·θ; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − lr · m̂ / (√v̂ + δ), with m̂ and v̂ the
 * bias-corrected moments.
 *
 * <p>With {@code amsgrad} it is ZO-AdaMM (Chen et al. 2019), the form that the ZeroFlow paper
 * prints in its appendix A.1 and does not run: V ← max(V, v); θ ← θ − lr · m / (√V + δ), without
 * bias correction.
 *
 * <p>A coordinate that θ gains later starts with zero moments and shares the step count, so its
 * first steps are smaller than a fresh Adam's.
 */
public final class Adam implements UpdateRule {

  private final float beta1;
  private final float beta2;
  private final float delta;
  private final float weightDecay;
  private final boolean amsgrad;
  private float[] m = {};
  private float[] v = {};
  private float[] largest = {};
  private final float[] blockM = new float[Noise.BLOCK];
  private final float[] blockV = new float[Noise.BLOCK];
  private final float[] blockLargest = new float[Noise.BLOCK];
  private long steps;
  private float stepSize;
  private float rootCorrection2;

  /**
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param delta added to the root of the second moment, positive
   * @param weightDecay wd, at least 0
   * @param amsgrad whether the second moment never falls
   */
  public Adam(float beta1, float beta2, float delta, float weightDecay, boolean amsgrad) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.delta = delta;
    this.weightDecay = weightDecay;
    this.amsgrad = amsgrad;
  }

  @Override
  public void begin(int d, float lr) {
    m = UpdateRule.grown(m, d);
    v = UpdateRule.grown(v, d);
    if (amsgrad) {
      largest = UpdateRule.grown(largest, d);
      stepSize = lr;
      return;
    }
    // StrictMath: Math.pow may differ in the last bit between machines
    stepSize = (float) (lr / (1 - StrictMath.pow(beta1, steps + 1.0)));
    rootCorrection2 = (float) StrictMath.sqrt(1 - StrictMath.pow(beta2, steps + 1.0));
  }

  @Override
  public void update(int from, int n, float[] values, float[] g, boolean keep) {
    // Copies, because arrays that are read at different indices do not become vector code.
    System.arraycopy(m, from, blockM, 0, n);
    System.arraycopy(v, from, blockV, 0, n);
    for (int k = 0; k < n; k++) {
      float decayed = Math.fma(weightDecay, values[k], g[k]);
      blockM[k] = Math.fma(1 - beta1, decayed, beta1 * blockM[k]);
      blockV[k] = Math.fma((1 - beta2) * decayed, decayed, beta2 * blockV[k]);
    }
    if (amsgrad) {
      moveByLargest(from, n, values);
    } else {
      move(n, values);
    }
    if (keep) {
      System.arraycopy(blockM, 0, m, from, n);
      System.arraycopy(blockV, 0, v, from, n);
      if (amsgrad) {
        System.arraycopy(blockLargest, 0, largest, from, n);
      }
    }
  }

  private void move(int n, float[] values) {
    for (int k = 0; k < n; k++) {
      float scale = (float) Math.sqrt(blockV[k]) / rootCorrection2 + delta;
      values[k] = Math.fma(-stepSize, blockM[k] / scale, values[k]);
    }
  }

  private void moveByLargest(int from, int n, float[] values) {
    System.arraycopy(largest, from, blockLargest, 0, n);
    for (int k = 0; k < n; k++) {
      blockLargest[k] = Math.max(blockLargest[k], blockV[k]);
      float scale = (float) Math.sqrt(blockLargest[k]) + delta;
      values[k] = Math.fma(-stepSize, blockM[k] / scale, values[k]);
    }
  }

  @Override
  public void commit() {
    steps++;
  }

  @Override
  public void adopt(UpdateRule previous) {
    if (previous instanceof Adam adam) {
      m = adam.m.clone();
      v = adam.v.clone();
      steps = adam.steps;
      if (amsgrad) {
        largest = (adam.amsgrad ? adam.largest : adam.v).clone();
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Persistent.save(m, out);
    Persistent.save(v, out);
    Persistent.save(largest, out);
    out.writeLong(steps);
  }

  @Override
  public void load(DataInput in) throws IOException {
    m = Persistent.floats(in);
    v = Persistent.floats(in);
    largest = Persistent.floats(in);
    steps = in.readLong();
  }

  @Override
  public UpdateRule fork() {
    Adam fork = new Adam(beta1, beta2, delta, weightDecay, amsgrad);
    fork.adopt(this);
    return fork;
  }
}
