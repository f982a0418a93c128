package io.zeroflow.bench.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountedObjectiveTest {

  private final Theta theta = Theta.allocate(4);
  private final AtomicLong forwards = new AtomicLong();

  CountedObjectiveTest() {
    theta.append(SliceSpec.zeros("x", 4), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zo-sgd",
        "zo-sgd(q=4)",
        "zo-sgd(q=3, sides=one)",
        "zo-sgd-sign",
        "zo-adam-conserve"
      })
  void forwardOnlyStepsCountAsTheySayThemselves(String line) {
    Objective counted = new CountedObjective(theta -> bowl(theta), forwards::addAndGet);

    int said = optimizer(line).measure(counted, new StepContext(1, 7, 1)).forwards();

    assertThat(forwards).hasValue(said);
    assertThat(said).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"fo-sgd,3", "fo-adam,3", "forward-grad,2", "forward-grad(q=5),10"})
  void derivativesCountAsTheWorkThatTheyAre(String line, long expected) {
    Objective counted = new CountedObjective(new Bowl(), forwards::addAndGet);

    optimizer(line).measure(counted, new StepContext(1, 7, 1));

    assertThat(forwards).hasValue(expected);
  }

  @Test
  void whatCannotBeDifferentiatedStaysSo() {
    Objective counted = new CountedObjective(theta -> bowl(theta), forwards::addAndGet);

    assertThatThrownBy(() -> optimizer("fo-sgd").measure(counted, new StepContext(1, 7, 1)))
        .isInstanceOf(GradientsNeededException.class)
        .hasMessageContaining("cannot be differentiated");
    assertThat(forwards).hasValue(0);
  }

  private Optimizer optimizer(String line) {
    return Strategy.parse(line).optimizer(theta, null);
  }

  private static double bowl(Theta theta) {
    double sum = 0;
    for (int i = 0; i < theta.size(); i++) {
      sum += (theta.get(i) - 1) * (theta.get(i) - 1);
    }
    return sum;
  }

  private static final class Bowl implements DifferentiableObjective {

    @Override
    public double loss(Theta theta) {
      return bowl(theta);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      double derivative = 0;
      for (int i = 0; i < theta.size(); i++) {
        derivative += 2 * (theta.get(i) - 1) * direction.get(i);
      }
      return new Slope(bowl(theta), derivative);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.copyFrom(theta);
      for (int i = 0; i < theta.size(); i++) {
        gradient.set(i, 2 * (theta.get(i) - 1));
      }
      return bowl(theta);
    }
  }
}
