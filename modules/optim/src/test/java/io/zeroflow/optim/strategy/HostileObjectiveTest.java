package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.Dense;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be learned from leaves θ and the state of every strategy as they were. */
class HostileObjectiveTest {

  private static final String MOVING = "io.zeroflow.optim.strategy.StrategyLines#moving";
  private static final String LINES = "io.zeroflow.optim.strategy.StrategyLines#all";
  private static final int D = 40;

  private final Quadratic quadratic = new Quadratic(2, 2 * D);

  @ParameterizedTest
  @MethodSource(MOVING)
  void thetaWithoutCoordinatesIsAStepWithoutEffect(String line) {
    Optimizer optimizer = Strategy.parse(line).optimizer(Theta.allocate(D), null);
    int before = quadratic.forwards();
    StepRecord record = Steps.take(optimizer, quadratic, 1, 1);
    assertThat(record)
        .isEqualTo(StepRecord.rejected(new StepContext(1, Steps.seed(1), 1), 0, "no-parameters"));
    assertThat(quadratic.forwards()).isEqualTo(before);
    assertThat(optimizer.theta().size()).isZero();

    optimizer.theta().append(SliceSpec.zeros("first", D), 1);
    String still = Steps.sha256(optimizer);
    Steps.train(optimizer, quadratic, 2, 4);
    assertThat(Steps.sha256(optimizer)).as("it learns as soon as it can").isNotEqualTo(still);
  }

  @ParameterizedTest
  @MethodSource(LINES)
  void anObjectiveThatThrowsLeavesThetaAndState(String line) {
    Optimizer optimizer = Steps.start(line, D);
    Optimizer control = Steps.start(line, D);
    Steps.train(optimizer, quadratic, 1, 3);
    Steps.train(control, quadratic, 1, 3);
    String before = Steps.sha256(optimizer);

    int calls = Steps.measure(control, quadratic, 4, 4).forwards();
    for (int broken = 1; broken <= calls; broken++) { // at each of its forward passes
      Throwing throwing = new Throwing(broken);
      assertThatThrownBy(() -> Steps.measure(optimizer, throwing, 4, 4))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("out of memory");
      assertThat(Steps.sha256(optimizer)).isEqualTo(before);
    }
    for (long step = 4; step <= 8; step++) {
      StepRecord expected = Steps.take(control, quadratic, step, step);
      assertThat(Steps.take(optimizer, quadratic, step, step)).isEqualTo(expected);
      assertThat(Steps.sha256(optimizer)).isEqualTo(Steps.sha256(control));
    }
  }

  /** A step of another kind of strategy is a mistake of the caller, and no step at all. */
  @ParameterizedTest
  @MethodSource(LINES)
  void aStepOfAnotherKindIsRefusedAndLeavesThetaAndState(String line) {
    Optimizer optimizer = Steps.start(line, D);
    Optimizer control = Steps.start(line, D);
    StepRecord own = Steps.take(control, quadratic, 1, 1);
    optimizer.apply(own);
    StepContext context = new StepContext(2, 2, 2);
    StepRecord foreign =
        own.gradient() == null
            ? StepRecord.dense(context, Dense.of(Draws.theta(D)), 1, 1)
            : StepRecord.sparse(context, List.of(1f), 1, 2);
    assertThatThrownBy(() -> optimizer.apply(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("step 2 ");
    Steps.train(optimizer, quadratic, 3, 5);
    Steps.train(control, quadratic, 3, 5);
    assertThat(Steps.sha256(optimizer)).isEqualTo(Steps.sha256(control));
  }

  @ParameterizedTest
  @CsvSource({
    "fo-sgd, backprop",
    "fo-adam, backprop",
    "hybrid, backprop",
    "forward-grad, forward-grad",
    "hybrid(first=forward-grad), forward-grad"
  })
  void whatNeedsDerivativesSaysSo(String line, String who) {
    Optimizer optimizer = Steps.start(line, D);
    String before = Steps.sha256(optimizer);
    assertThatThrownBy(() -> Steps.measure(optimizer, theta -> 1, 1, 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(who + " needs a network that can be differentiated; choose a zo- strategy");
    assertThat(Steps.sha256(optimizer)).isEqualTo(before);
  }

  /** The quadratic, until it is asked for the given time. */
  private final class Throwing implements DifferentiableObjective {

    private int left;

    Throwing(int calls) {
      left = calls;
    }

    private void count() {
      if (--left == 0) {
        throw new IllegalStateException("out of memory");
      }
    }

    @Override
    public double loss(Theta theta) {
      count();
      return quadratic.loss(theta);
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      count();
      return quadratic.slope(theta, direction);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      count();
      return quadratic.gradient(theta, gradient);
    }
  }
}
