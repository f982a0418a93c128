package io.zeroflow.optim.rule;

import io.zeroflow.optim.Theta;
import io.zeroflow.optim.estimate.Gradient;
import io.zeroflow.optim.noise.Noise;
import java.util.Arrays;

/** One way to move θ by a gradient estimate, with its state. */
public abstract class UpdateRule {

  /** Moves θ and the state by one estimate. */
  public final void apply(Theta theta, Gradient gradient) {
    grow(theta.size());
    beginStep();
    float[] g = new float[Noise.BLOCK];
    float[] values = new float[Noise.BLOCK];
    for (int block = 0, from = 0; from < theta.size(); block++, from += Noise.BLOCK) {
      int n = Math.min(Noise.BLOCK, theta.size() - from);
      gradient.block(block, g);
      theta.read(from, values, n);
      update(from, n, values, g);
      theta.write(from, values, n);
    }
  }

  /** Takes over the state of the rule before a swap where it means the same: same kind of rule. */
  public abstract void adopt(UpdateRule previous);

  /** Same settings and history, independent future. */
  public abstract UpdateRule fork();

  /** Called once before the blocks of a step. */
  abstract void beginStep();

  /** Makes room for d coordinates; new ones start at zero. */
  abstract void grow(int d);

  /** Updates {@code values[k]}, which is θ[from + k], by the gradient {@code g[k]}, k in [0, n). */
  abstract void update(int from, int n, float[] values, float[] g);

  /** {@code state} lengthened with zeros to at least d. */
  static float[] grown(float[] state, int d) {
    return state.length >= d ? state : Arrays.copyOf(state, Math.max(d, state.length * 3 / 2));
  }
}
