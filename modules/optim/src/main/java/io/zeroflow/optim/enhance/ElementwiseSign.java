package io.zeroflow.optim.enhance;

import io.zeroflow.optim.estimate.Estimate;

/** g ← sign(g), coordinate by coordinate: the ZeroFlow paper's Eq. 6. */
public final class ElementwiseSign implements GradientFilter {

  @Override
  public void filter(Estimate estimate, int from, int n, float[] g, boolean keep) {
    for (int k = 0; k < n; k++) {
      g[k] = Math.signum(g[k]);
    }
  }

  @Override
  public GradientFilter fork() {
    return this;
  }
}
