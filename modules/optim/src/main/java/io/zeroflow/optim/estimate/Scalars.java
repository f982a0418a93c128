package io.zeroflow.optim.estimate;

import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a projected gradient p before it weighs its direction.
 *
 * @param clip bound on |p|; 0 for none
 * @param sign whether only its sign is kept: the form of the ZeroFlow authors' Sign variants
 */
public record Scalars(float clip, boolean sign) {

  /** p as it is. */
  public static final Scalars PLAIN = new Scalars(0, false);

  /**
   * The largest |p| that may reach θ: its square, and its product with any coordinate of z and any
   * learning rate that can be given, still fit a float.
   */
  static final double LARGEST = 1e15;

  /** The record of a step that measured {@code projected}, rejected if that is of no use. */
  StepRecord record(StepContext context, double[] projected, double loss, int forwards) {
    List<Float> weights = new ArrayList<>(projected.length);
    for (double p : projected) {
      if (!Double.isFinite(p)) {
        return StepRecord.rejected(context, forwards, "non-finite-loss");
      }
      if (Math.abs(p) > LARGEST) {
        return StepRecord.rejected(context, forwards, "exploding-gradient");
      }
      weights.add((float) weight(p));
    }
    if (!Float.isFinite((float) loss)) {
      return StepRecord.rejected(context, forwards, "non-finite-loss");
    }
    return StepRecord.sparse(context, weights, (float) loss, forwards);
  }

  private double weight(double p) {
    if (sign) {
      return Math.signum(p);
    }
    return clip > 0 ? Math.clamp(p, -clip, clip) : p;
  }
}
