package io.zeroflow.optim.rule;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SgdTest {

  /** Plain, momentum, weight decay, both; θ grows on the way. */
  @ParameterizedTest
  @CsvSource({"0, 0", "0.9, 0", "0, 0.1", "0.9, 0.1"})
  void agreesWithDoublePrecision(float momentum, float weightDecay) {
    Reference reference = new Reference(0.05f, momentum, weightDecay);
    new RuleRun(new Sgd(momentum, weightDecay), 0.05f, reference).steps(40);
  }

  @Test
  void takesOverTheMomentumOfAnotherSgd() {
    RuleRun run = new RuleRun(new Sgd(0.9f, 0), 0.05f, new Reference(0.05f, 0.9f, 0));
    run.steps(10);
    Sgd successor = new Sgd(0.9f, 0);
    successor.adopt(run.rule);
    run.rule = successor;
    run.steps(10);
  }

  /** What was gathered means the same whatever share of it is kept from now on. */
  @Test
  void takesOverMomentumOfAnotherShare() {
    Reference reference = new Reference(0.05f, 0.9f, 0);
    RuleRun run = new RuleRun(new Sgd(0.9f, 0), 0.05f, reference);
    run.steps(10);
    Sgd successor = new Sgd(0.5f, 0);
    successor.adopt(run.rule);
    run.rule = successor;
    reference.momentum = 0.5f;
    run.steps(10);
  }

  @Test
  void startsWithoutMomentumAfterAnotherKindOfRule() {
    Sgd afterAdam = new Sgd(0.9f, 0);
    Adam adam = new Adam(0.9f, 0.999f, 1e-8f, 0, false);
    new RuleRun(adam, 1e-3f, new AdamTest.Reference(1e-3f, 0.9f, 0.999f, 1e-8f, 0)).steps(5);
    afterAdam.adopt(adam);
    new RuleRun(afterAdam, 0.05f, new Reference(0.05f, 0.9f, 0)).steps(5);
  }

  @Test
  void withoutMomentumForgetsWhatItTookOver() {
    Sgd withMomentum = new Sgd(0.9f, 0);
    new RuleRun(withMomentum, 0.05f, new Reference(0.05f, 0.9f, 0)).steps(5);
    Sgd plain = new Sgd(0, 0);
    plain.adopt(withMomentum);
    Sgd again = new Sgd(0.9f, 0);
    again.adopt(plain);
    new RuleRun(again, 0.05f, new Reference(0.05f, 0.9f, 0)).steps(5);
  }

  /** torch.optim.SGD by its documentation, with the settings rounded to float like the rule's. */
  static final class Reference implements RuleRun.Reference {

    private final double lr;
    private double momentum;
    private final double weightDecay;
    private double[] velocity = {};

    Reference(float lr, float momentum, float weightDecay) {
      this.lr = lr;
      this.momentum = momentum;
      this.weightDecay = weightDecay;
    }

    @Override
    public void step(double[] theta, double[] g) {
      velocity = Arrays.copyOf(velocity, theta.length);
      for (int i = 0; i < theta.length; i++) {
        velocity[i] = momentum * velocity[i] + g[i] + weightDecay * theta[i];
        theta[i] -= lr * velocity[i];
      }
    }
  }
}
