package io.zeroflow.optim.enhance;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.estimate.Estimate;
import io.zeroflow.optim.rule.UpdateRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The historical enhancement as the ZeroFlow authors' code has it: an average of directions, h ← α
 * h + (1 − α) z, moved once a query, and g ← Σ w h. Biased, because w was measured along z and not
 * along h: the expectation is (1 − α) times the gradient, the rest is noise. Here to compare.
 */
public final class HistoricalDirections implements GradientFilter {

  private final float alpha;
  private float[] history = {};
  private int started; // coordinates whose h has seen a direction
  private int size;
  private final float[] h = new float[Noise.BLOCK];
  private final float[] z = new float[Noise.BLOCK];

  /**
   * @param alpha share α of the past, in [0, 1)
   */
  public HistoricalDirections(float alpha) {
    this.alpha = alpha;
  }

  @Override
  public void begin(int d) {
    history = UpdateRule.grown(history, d);
    size = d;
  }

  @Override
  public void filter(Estimate estimate, int from, int n, float[] g, boolean keep) {
    System.arraycopy(history, from, h, 0, n);
    Arrays.fill(g, 0, n, 0f);
    for (int i = 0; i < estimate.directions(); i++) {
      float weight = estimate.weight(i);
      estimate.direction(i, from / Noise.BLOCK, z);
      if (i == 0) {
        startFromDirection(from, n);
      }
      for (int k = 0; k < n; k++) {
        h[k] = Math.fma(alpha, h[k], (1 - alpha) * z[k]);
        g[k] = Math.fma(weight, h[k], g[k]);
      }
    }
    if (keep) {
      System.arraycopy(h, 0, history, from, n);
    }
  }

  /** A coordinate's first direction is also its history. */
  private void startFromDirection(int from, int n) {
    for (int k = Math.max(0, started - from); k < n; k++) {
      h[k] = z[k];
    }
  }

  @Override
  public void commit() {
    started = size;
  }

  @Override
  public void adopt(GradientFilter previous) {
    if (previous instanceof HistoricalDirections directions) {
      history = directions.history.clone();
      started = directions.started;
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    Persistent.save(history, out);
    out.writeInt(started);
  }

  @Override
  public void load(DataInput in) throws IOException {
    history = Persistent.floats(in);
    started = in.readInt();
  }

  @Override
  public GradientFilter fork() {
    HistoricalDirections fork = new HistoricalDirections(alpha);
    fork.adopt(this);
    return fork;
  }
}
