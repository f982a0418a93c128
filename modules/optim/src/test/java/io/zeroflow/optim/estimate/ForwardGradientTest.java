package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardGradientTest {

  private static StepRecord measure(Theta theta, Objective objective, int queries, long seed) {
    Directions directions = new Directions(GaussianNoise::new, 0, false);
    return new ForwardGradient(queries, Scalars.PLAIN, directions)
        .measure(theta, Theta.allocate(theta.capacity()), objective, new StepContext(1, seed, 1));
  }

  /** No ε, so no more error than that of a float. */
  @ParameterizedTest
  @ValueSource(ints = {1, 37, 1024, 2500})
  void projectedGradientIsTheDirectionalDerivative(int d) {
    Theta theta = Draws.theta(d);
    String before = theta.sha256();
    Quadratic quadratic = new Quadratic(8, d);
    double[] gradient = quadratic.gradient(theta);
    StepRecord step = measure(theta, quadratic, 3, 11);
    for (int query = 0; query < 3; query++) {
      double expected = Draws.dot(gradient, Draws.query(11, query, d));
      assertThat((double) step.scalars().get(query))
          .isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
    }
    assertThat(step.forwards()).isEqualTo(3);
    assertThat((double) step.loss()).isCloseTo(quadratic.loss(theta), within(1e-3));
    assertThat(theta.sha256()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 1, non-finite-loss",
    "1, NaN, non-finite-loss",
    "Infinity, 1, non-finite-loss",
    "1, -Infinity, non-finite-loss",
    "1, 1e16, exploding-gradient"
  })
  void rejectsWhatIsOfNoUse(double loss, double derivative, String reason) {
    StepRecord step = measure(Draws.theta(3), new Given(loss, derivative), 2, 1);
    assertThat(step.rejected()).isEqualTo(reason);
    assertThat(step.scalars()).isEqualTo(List.of());
    assertThat(step.forwards()).isEqualTo(2);
  }

  @Test
  void needsANetworkThatCanBeDifferentiated() {
    assertThatThrownBy(() -> measure(Draws.theta(3), point -> 1, 1, 1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "forward-grad needs a network that can be differentiated; choose a zo- strategy");
  }

  private record Given(double loss, double derivative) implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      throw new AssertionError("the slope brings the loss");
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      throw new AssertionError("a forward gradient needs no backward pass");
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return new Slope(loss, derivative);
    }
  }
}
