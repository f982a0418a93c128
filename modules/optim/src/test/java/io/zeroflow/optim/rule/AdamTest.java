package io.zeroflow.optim.rule;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamTest {

  @ParameterizedTest
  @CsvSource({
    "0.01, 0.9, 0.999, 1e-8, 0",
    "0.01, 0.9, 0.999, 1e-8, 0.1",
    "0.5, 0.5, 0.9, 0.1, 0",
    "0.01, 0, 0, 1e-3, 0"
  })
  void agreesWithDoublePrecision(
      float lr, float beta1, float beta2, float delta, float weightDecay) {
    new RuleRun(
            new Adam(beta1, beta2, delta, weightDecay, false),
            lr,
            new Reference(lr, beta1, beta2, delta, weightDecay))
        .steps(60);
  }

  @Test
  void takesOverTheMomentsAndTheStepCountOfAnotherAdam() {
    RuleRun run = new RuleRun(adam(), 0.01f, reference());
    run.steps(10);
    Adam successor = adam();
    successor.adopt(run.rule);
    run.rule = successor;
    run.steps(10);
  }

  @Test
  void startsFreshAfterAnotherKindOfRule() {
    Sgd sgd = new Sgd(0.9f, 0);
    new RuleRun(sgd, 0.1f, new SgdTest.Reference(0.1f, 0.9f, 0)).steps(5);
    Adam adam = adam();
    adam.adopt(sgd);
    new RuleRun(adam, 0.01f, reference()).steps(5);
  }

  @Test
  void forkGoesItsOwnWay() {
    RuleRun run = new RuleRun(adam(), 0.01f, reference());
    run.steps(5);
    UpdateRule fork = run.rule.fork();
    new RuleRun(fork, 0.01f, (theta, g) -> {}).advance(3); // must not touch the original's state
    run.steps(5);
  }

  private static Adam adam() {
    return new Adam(0.9f, 0.999f, 1e-8f, 0.01f, false);
  }

  private static Reference reference() {
    return new Reference(0.01f, 0.9f, 0.999f, 1e-8f, 0.01f);
  }

  /** Algorithm 1 of Kingma and Ba 2015 with an L2 penalty; δ is added after bias correction. */
  static final class Reference implements RuleRun.Reference {

    private final double lr;
    private final double beta1;
    private final double beta2;
    private final double delta;
    private final double weightDecay;
    private double[] m = {};
    private double[] v = {};
    private int steps;

    Reference(float lr, float beta1, float beta2, float delta, float weightDecay) {
      this.lr = lr;
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.delta = delta;
      this.weightDecay = weightDecay;
    }

    @Override
    public void step(double[] theta, double[] g) {
      m = Arrays.copyOf(m, theta.length);
      v = Arrays.copyOf(v, theta.length);
      steps++;
      for (int i = 0; i < theta.length; i++) {
        double decayed = g[i] + weightDecay * theta[i];
        m[i] = beta1 * m[i] + (1 - beta1) * decayed;
        v[i] = beta2 * v[i] + (1 - beta2) * decayed * decayed;
        double corrected1 = m[i] / (1 - Math.pow(beta1, steps));
        double corrected2 = v[i] / (1 - Math.pow(beta2, steps));
        theta[i] -= lr * corrected1 / (Math.sqrt(corrected2) + delta);
      }
    }
  }
}
