package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackpropTest {

  private static final int D = 2500;
  private static final StepContext CONTEXT = new StepContext(3, 1, 2);

  private final Theta theta = Draws.theta(D);
  private final Quadratic quadratic = new Quadratic(6, D);
  private final double[] gradient = quadratic.gradient(theta);

  private StepRecord measure(float clip, DifferentiableObjective objective) {
    return new Backprop(clip).measure(theta, Theta.allocate(D), objective, CONTEXT);
  }

  private static float[] estimate(StepRecord step) {
    Estimate estimate = new Backprop(0).estimate(step, D);
    float[] all = new float[D];
    float[] block = new float[Noise.BLOCK];
    for (int b = 2; b >= 0; b--) { // blocks in any order
      estimate.block(b, block);
      int from = b * Noise.BLOCK;
      System.arraycopy(block, 0, all, from, Math.min(Noise.BLOCK, D - from));
      float[] direction = new float[Noise.BLOCK];
      estimate.direction(0, b, direction);
      int n = Math.min(Noise.BLOCK, D - from);
      assertThat(direction).startsWith(Arrays.copyOf(block, n));
    }
    assertThat(estimate.directions()).isEqualTo(1);
    assertThat(estimate.weight(0)).isEqualTo(1);
    return all;
  }

  @Test
  void passesTheGradientThrough() {
    String before = theta.sha256();
    StepRecord step = measure(0, quadratic);
    float[] passed = estimate(step);
    for (int i = 0; i < D; i++) {
      assertThat(passed[i]).isEqualTo((float) gradient[i]);
    }
    assertThat(step.loss()).isEqualTo((float) quadratic.loss(theta));
    assertThat(step.forwards()).isEqualTo(1);
    assertThat(step.scalars()).isEmpty();
    assertThat(step.context()).isEqualTo(CONTEXT);
    assertThat(theta.sha256()).isEqualTo(before);
  }

  @Test
  void clipsTheNormAndKeepsTheDirection() {
    double norm = Math.sqrt(Draws.dot(gradient, gradient));
    float clip = (float) (norm / 7);
    float[] clipped = estimate(measure(clip, quadratic));
    for (int i = 0; i < D; i++) {
      assertThat((double) clipped[i])
          .isCloseTo(gradient[i] * clip / norm, within(1e-6 * Math.abs(gradient[i])));
    }
    StepRecord asItIs = measure((float) (1.001 * norm), quadratic);
    assertThat(asItIs.gradient()).isEqualTo(measure(0, quadratic).gradient());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void rejectsACoordinateThatIsNotFinite(float bad) {
    assertRejected(0.5, bad, "non-finite-loss");
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 1, non-finite-loss",
    "Infinity, 1, non-finite-loss",
    "1e300, 1, non-finite-loss",
    "1, 1.001e15, exploding-gradient",
    "1, -3e38, exploding-gradient"
  })
  void rejectsALossOrAGradientOfNoUse(double loss, float coordinate, String reason) {
    assertRejected(loss, coordinate, reason);
  }

  private void assertRejected(double loss, float coordinate, String reason) {
    for (float clip : new float[] {0, 1}) {
      StepRecord step = measure(clip, new Given(loss, coordinate));
      assertThat(step).isEqualTo(StepRecord.rejected(CONTEXT, 1, reason));
    }
  }

  @Test
  void aLongGradientWithinBoundsIsTaken() {
    assertThat(measure(0, new Given(1, 9.9e14f)).rejected()).isNull();
  }

  @Test
  void refusesToApplyWhatIsNotAGradientOfTheta() {
    Backprop backprop = new Backprop(0);
    assertThatThrownBy(() -> backprop.estimate(measure(0, quadratic), D + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 3 carries dense(2500 floats) for a θ of 2501 coordinates");
    StepRecord scalars = StepRecord.sparse(CONTEXT, List.of(1f), 0, 2);
    assertThatThrownBy(() -> backprop.estimate(scalars, D))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 3 carries no gradient for a θ of 2500 coordinates");
  }

  @Test
  void needsANetworkThatCanBeDifferentiated() {
    assertThatThrownBy(() -> new Backprop(0).measure(theta, Theta.allocate(D), point -> 1, CONTEXT))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("backprop needs a network that can be differentiated; choose a zo- strategy");
  }

  /** A loss, and a gradient that is zero but for its last coordinate. */
  private record Given(double loss, float coordinate) implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      return loss;
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.copyFrom(theta);
      for (int i = 0; i < theta.size(); i++) {
        gradient.set(i, i == theta.size() - 1 ? coordinate : 0);
      }
      return loss;
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      throw new AssertionError("backprop takes no derivative along a direction");
    }
  }
}
