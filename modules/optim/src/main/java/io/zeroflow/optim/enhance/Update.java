package io.zeroflow.optim.enhance;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Persistent;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.estimate.Estimate;
import io.zeroflow.optim.rule.UpdateRule;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * From an estimate to the next θ: filters, then a rule, fused into one sweep. The sweep either
 * counts, and moves θ and the state, or is a preview that writes where θ would be.
 */
public final class Update implements Persistent {

  private final List<GradientFilter> filters;
  private final UpdateRule rule;
  private final float[] g = new float[Noise.BLOCK];
  private final float[] values = new float[Noise.BLOCK];

  /**
   * @param filters in the order in which a gradient passes them
   * @param rule what the last one feeds
   */
  public Update(List<GradientFilter> filters, UpdateRule rule) {
    this.filters = List.copyOf(filters);
    this.rule = rule;
  }

  /** Moves θ and the state by one step. */
  public void apply(Theta theta, Estimate estimate, float lr) {
    sweep(theta, theta, estimate, lr, true);
    filters.forEach(GradientFilter::commit);
    rule.commit();
  }

  /** Writes θ as it would be after {@link #apply} into {@code work}; θ and the state stay. */
  public void preview(Theta theta, Theta work, Estimate estimate, float lr) {
    work.shapeLike(theta);
    sweep(theta, work, estimate, lr, false);
  }

  private void sweep(Theta theta, Theta target, Estimate estimate, float lr, boolean keep) {
    int d = theta.size();
    filters.forEach(filter -> filter.begin(d));
    rule.begin(d, lr);
    if (filters.isEmpty() && rule.plain() && estimate.descend(theta, target, lr)) {
      return;
    }
    for (int block = 0, from = 0; from < d; block++, from += Noise.BLOCK) {
      int n = Math.min(Noise.BLOCK, d - from);
      estimate.block(block, g);
      for (GradientFilter filter : filters) {
        filter.filter(estimate, from, n, g, keep);
      }
      theta.read(from, values, n);
      rule.update(from, n, values, g, keep);
      target.write(from, values, n);
    }
  }

  /** Takes over the state of another wherever a part of the same kind has some. */
  public void adopt(Update previous) {
    rule.adopt(previous.rule);
    for (GradientFilter filter : filters) {
      previous.filters.forEach(filter::adopt);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rule.save(out);
    for (GradientFilter filter : filters) {
      filter.save(out);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    rule.load(in);
    for (GradientFilter filter : filters) {
      filter.load(in);
    }
  }

  /** Same settings and history, independent future. */
  public Update fork() {
    return new Update(filters.stream().map(GradientFilter::fork).toList(), rule.fork());
  }
}
