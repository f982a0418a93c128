package io.zeroflow.optim.rule;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adam whose second moment never falls: ZO-AdaMM. */
class AmsgradTest {

  /**
   * A β₂ that is not close to 1 makes the second moment fall often, which is what must not show.
   */
  @ParameterizedTest
  @CsvSource({
    "0.01, 0.9, 0.3, 1e-8, 0",
    "0.01, 0.9, 0.999, 1e-2, 0.1",
    "0.5, 0.5, 0.9, 0.1, 0",
    "0.01, 0, 0, 1e-3, 0"
  })
  void agreesWithDoublePrecision(
      float lr, float beta1, float beta2, float delta, float weightDecay) {
    new RuleRun(
            new Adam(beta1, beta2, delta, weightDecay, true),
            lr,
            new Reference(lr, beta1, beta2, delta, weightDecay, true))
        .steps(60);
  }

  /** The largest second moment starts where the second moment is, each time it is switched on. */
  @Test
  void swapsBetweenPlainAndNeverFallingKeepTheMoments() {
    Reference reference = new Reference(0.01f, 0.9f, 0.5f, 1e-3f, 0.01f, false);
    RuleRun run = new RuleRun(adam(false), 0.01f, reference);
    run.steps(5);
    for (boolean amsgrad : new boolean[] {true, true, false, true}) {
      Adam successor = adam(amsgrad);
      successor.adopt(run.rule);
      run.rule = successor;
      reference.swap(amsgrad);
      run.steps(5);
    }
  }

  @Test
  void forkKeepsTheLargestSecondMoment() {
    Reference reference = new Reference(0.01f, 0.9f, 0.5f, 1e-3f, 0.01f, true);
    RuleRun run = new RuleRun(adam(true), 0.01f, reference);
    run.steps(5);
    UpdateRule original = run.rule;
    run.rule = original.fork();
    new RuleRun(original, 0.01f, (theta, g) -> {}).advance(3); // must not touch the fork's state
    run.steps(5);
  }

  private static Adam adam(boolean amsgrad) {
    return new Adam(0.9f, 0.5f, 1e-3f, 0.01f, amsgrad);
  }

  /** Chen et al. 2019, algorithm 1, without projection; or Kingma and Ba's, by the switch. */
  private static final class Reference implements RuleRun.Reference {

    private final double lr;
    private final double beta1;
    private final double beta2;
    private final double delta;
    private final double weightDecay;
    private boolean amsgrad;
    private double[] m = {};
    private double[] v = {};
    private double[] largest = {};
    private int steps;

    Reference(float lr, float beta1, float beta2, float delta, float weightDecay, boolean amsgrad) {
      this.lr = lr;
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.delta = delta;
      this.weightDecay = weightDecay;
      this.amsgrad = amsgrad;
    }

    void swap(boolean on) {
      if (on && !amsgrad) {
        largest = v.clone();
      }
      amsgrad = on;
    }

    @Override
    public void step(double[] theta, double[] g) {
      m = Arrays.copyOf(m, theta.length);
      v = Arrays.copyOf(v, theta.length);
      largest = Arrays.copyOf(largest, theta.length);
      steps++;
      for (int i = 0; i < theta.length; i++) {
        double decayed = g[i] + weightDecay * theta[i];
        m[i] = beta1 * m[i] + (1 - beta1) * decayed;
        v[i] = beta2 * v[i] + (1 - beta2) * decayed * decayed;
        if (amsgrad) {
          largest[i] = Math.max(largest[i], v[i]);
          theta[i] -= lr * m[i] / (Math.sqrt(largest[i]) + delta);
        } else {
          double corrected1 = m[i] / (1 - Math.pow(beta1, steps));
          double corrected2 = v[i] / (1 - Math.pow(beta2, steps));
          theta[i] -= lr * corrected1 / (Math.sqrt(corrected2) + delta);
        }
      }
    }
  }
}
