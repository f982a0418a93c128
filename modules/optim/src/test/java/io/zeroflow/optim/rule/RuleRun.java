package io.zeroflow.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.enhance.Update;
import io.zeroflow.optim.estimate.GivenEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Moves one θ by a rule and another by a reference in double, both by the same random gradients. θ
 * starts inside a block, and each call of {@link #steps} after the first grows it, first within the
 * block, then beyond it.
 */
final class RuleRun {

  /** The same rule in double; state grows with zeros. */
  interface Reference {
    void step(double[] theta, double[] g);
  }

  private static final int[] SIZES = {700, 900, 2500, 5000};

  UpdateRule rule;
  private final float lr;
  private final Reference reference;
  private final Random random = new Random(17);
  private final Theta theta = Theta.allocate(5000);
  private double[] expected = {};

  RuleRun(UpdateRule rule, float lr, Reference reference) {
    this.lr = lr;
    this.rule = rule;
    this.reference = reference;
    grow();
  }

  /** Runs n steps, a growth and n more steps, and compares. */
  void steps(int n) {
    advance(n);
    grow();
    advance(n);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(theta.get(i) - expected[i]);
      if (!(error <= 2e-5 * (1 + Math.abs(expected[i])))) {
        assertThat((double) theta.get(i)).as("coordinate %d", i).isEqualTo(expected[i]);
      }
    }
  }

  void advance(int n) {
    for (int step = 0; step < n; step++) {
      float[] g = new float[theta.size()];
      double[] inDouble = new double[g.length];
      for (int i = 0; i < g.length; i++) {
        g[i] = (float) random.nextGaussian();
        inDouble[i] = g[i];
      }
      new Update(List.of(), rule).apply(theta, GivenEstimate.of(g), lr);
      reference.step(expected, inDouble);
    }
  }

  private void grow() {
    int from = theta.size();
    int next = Arrays.stream(SIZES).filter(size -> size > from).findFirst().orElse(from);
    if (next == from) {
      return;
    }
    theta.append(new SliceSpec("part-" + from, List.of(next - from), new Init.Uniform(1)), 4);
    expected = Arrays.copyOf(expected, next);
    for (int i = from; i < next; i++) {
      expected[i] = theta.get(i);
    }
  }
}
