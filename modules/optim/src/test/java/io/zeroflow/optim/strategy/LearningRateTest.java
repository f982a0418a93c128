package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Theta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under a gradient that is one everywhere, a step of fo-sgd is its learning rate. */
class LearningRateTest {

  private static double moved(Optimizer optimizer, long step, long age) {
    optimizer.theta().set(0, 0);
    Steps.take(optimizer, new Slope1(), step, age);
    return -optimizer.theta().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.25 | 0.25 | 0.25 | 0.25 | 0.25",
        "linear(0.5, 10, 0.1) | 0.5 | 0.3 | 0.1 | 0.1",
        "linear(0.5, 10) | 0.5 | 0.25 | 0 | 0",
        "linear(0.1, 10, 0.5) | 0.1 | 0.3 | 0.5 | 0.5",
        "cosine(0.5, 10, 0.1) | 0.5 | 0.3 | 0.1 | 0.1",
        "cosine(0.5, 10) | 0.5 | 0.25 | 0 | 0"
      })
  void followsTheAgeInTheTask(String lr, double at1, double at6, double at11, double at900) {
    Optimizer optimizer = Steps.start("fo-sgd(lr=" + lr + ")", 3);
    for (int round = 0; round < 2; round++) { // a task starts from the front again
      assertThat(moved(optimizer, 1000, 1)).isCloseTo(at1, within(1e-6));
      assertThat(moved(optimizer, 1001, 6)).isCloseTo(at6, within(1e-6));
      assertThat(moved(optimizer, 1002, 11)).isCloseTo(at11, within(1e-6));
      assertThat(moved(optimizer, 1003, 900)).isCloseTo(at900, within(1e-6));
    }
  }

  /** Both parts of a hybrid count the steps of the task, not those of their phase. */
  @Test
  void ofAHybridFollowsTheAgeInTheTaskToo() {
    Optimizer optimizer =
        Steps.start("hybrid(first=fo-adam, then=fo-sgd(lr=linear(0.5, 10, 0.1)), switch=5)", 3);
    assertThat(moved(optimizer, 6, 6)).isCloseTo(0.3, within(1e-6));
    assertThat(moved(optimizer, 11, 11)).isCloseTo(0.1, within(1e-6));
  }

  /** L(θ) = Σ θ. */
  private static final class Slope1 implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      return 0;
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.shapeLike(theta);
      for (int i = 0; i < theta.size(); i++) {
        gradient.set(i, 1);
      }
      return 0;
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      throw new AssertionError("backprop takes no derivative along a direction");
    }
  }
}
