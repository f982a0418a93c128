package io.zeroflow.optim.rule;

/**
 * Adam (Kingma and Ba 2015) with coupled weight decay, in the order of torch.optim.Adam: g ← g +
 * wd·θ; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← θ − lr · m̂ / (√v̂ + δ), with m̂ and v̂ the
 * bias-corrected moments.
 *
 * <p>A coordinate that θ gains later starts with zero moments and shares the step count, so its
 * first steps are smaller than a fresh Adam's.
 */
public final class Adam extends UpdateRule {

  private final float lr;
  private final float beta1;
  private final float beta2;
  private final float delta;
  private final float weightDecay;
  private float[] m = {};
  private float[] v = {};
  private long steps;
  private float stepSize;
  private float rootCorrection2;

  /**
   * @param lr learning rate
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param delta added to the root of the second moment, positive
   * @param weightDecay wd, at least 0
   */
  public Adam(float lr, float beta1, float beta2, float delta, float weightDecay) {
    this.lr = lr;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.delta = delta;
    this.weightDecay = weightDecay;
  }

  @Override
  public void adopt(UpdateRule previous) {
    if (previous instanceof Adam adam) {
      m = adam.m.clone();
      v = adam.v.clone();
      steps = adam.steps;
    }
  }

  @Override
  public UpdateRule fork() {
    Adam fork = new Adam(lr, beta1, beta2, delta, weightDecay);
    fork.adopt(this);
    return fork;
  }

  @Override
  void beginStep() {
    steps++;
    // StrictMath: Math.pow may differ in the last bit between machines
    stepSize = (float) (lr / (1 - StrictMath.pow(beta1, steps)));
    rootCorrection2 = (float) StrictMath.sqrt(1 - StrictMath.pow(beta2, steps));
  }

  @Override
  void grow(int d) {
    m = grown(m, d);
    v = grown(v, d);
  }

  @Override
  void update(int from, int n, float[] values, float[] g) {
    for (int k = 0; k < n; k++) {
      int i = from + k;
      float decayed = Math.fma(weightDecay, values[k], g[k]);
      m[i] = Math.fma(1 - beta1, decayed, beta1 * m[i]);
      v[i] = Math.fma((1 - beta2) * decayed, decayed, beta2 * v[i]);
      float scale = (float) Math.sqrt(v[i]) / rootCorrection2 + delta;
      values[k] = Math.fma(-stepSize, m[i] / scale, values[k]);
    }
  }
}
