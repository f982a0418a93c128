package io.zeroflow.optim.rule;

import io.zeroflow.optim.Persistent;
import java.util.Arrays;

/**
 * One way to move θ by a gradient, with its state. A step is {@link #begin}, one {@link #update} a
 * block and, if it counts, {@link #commit}: without that, and with {@code keep} false, it was a
 * preview that leaves the state as it was.
 */
public interface UpdateRule extends Persistent {

  /**
   * Prepares a step.
   *
   * @param d coordinates of θ; state of new ones starts at zero
   * @param lr learning rate of this step
   */
  void begin(int d, float lr);

  /**
   * Updates {@code values[k]}, which is θ[from + k], by the gradient {@code g[k]}, k in [0, n).
   *
   * @param keep whether the state of these coordinates moves too
   */
  void update(int from, int n, float[] values, float[] g, boolean keep);

  /** Whether it writes θ − lr · g and no more, so that it need not be asked block by block. */
  default boolean plain() {
    return false;
  }

  /** The step counts. */
  void commit();

  /** Takes over the state of the rule before a swap where it means the same: same kind of rule. */
  void adopt(UpdateRule previous);

  /** Same settings and history, independent future. */
  UpdateRule fork();

  /** {@code state} lengthened with zeros to at least d. */
  static float[] grown(float[] state, int d) {
    return state.length >= d ? state : Arrays.copyOf(state, Math.max(d, state.length * 3 / 2));
  }
}
