package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mean of many estimates at one θ, against the gradient in closed form. */
class UnbiasedTest {

  private static final int D = 8;
  private static final int STEPS = 12_000;

  private final Theta theta = Draws.theta(D);
  private final Quadratic quadratic = new Quadratic(1, D);
  private final double[] gradient = quadratic.gradient(theta);

  static Stream<Named<Estimator>> onAllCoordinates() {
    return Stream.of(
        Named.of("two sides", twoSided(1, dense())),
        Named.of("two sides, q=4", twoSided(4, dense())),
        Named.of("one side", oneSided(1, dense())),
        Named.of("one side, q=3", oneSided(3, dense())),
        Named.of("forward gradient", forward(1, dense())),
        Named.of("forward gradient, q=3", forward(3, dense())));
  }

  static Stream<Named<Estimator>> onHalf() {
    return Stream.of(
        Named.of("two sides", twoSided(1, half(false))),
        Named.of("one side, q=2", oneSided(2, half(false))),
        Named.of("forward gradient, q=2", forward(2, half(false))));
  }

  @ParameterizedTest
  @MethodSource("onAllCoordinates")
  void theMeanIsTheGradient(Estimator estimator) {
    assertMean(estimator, gradient);
  }

  /** Each coordinate takes part in (1 − s) of the steps, and then without bias. */
  @ParameterizedTest
  @MethodSource("onHalf")
  void theMeanUnderAMaskAStepIsItsShareOfTheGradient(Estimator estimator) {
    double[] expected = new double[D];
    for (int i = 0; i < D; i++) {
      expected[i] = 0.5 * gradient[i];
    }
    assertMean(estimator, expected);
  }

  @Test
  void theMeanUnderAMaskATaskIsTheGradientWhereItKeeps() {
    Estimator estimator = twoSided(2, half(true));
    float[] z = new float[Noise.BLOCK];
    estimate(estimator, 1).direction(0, 0, z);
    double[] expected = new double[D];
    int kept = 0;
    for (int i = 0; i < D; i++) {
      expected[i] = z[i] == 0 ? 0 : gradient[i];
      kept += z[i] == 0 ? 0 : 1;
    }
    assertThat(kept).isEqualTo(4);
    assertMean(estimator, expected);
  }

  private Estimate estimate(Estimator estimator, long step) {
    StepContext context = new StepContext(step, Seeds.child(99, step), step);
    Theta work = Theta.allocate(D);
    return estimator.estimate(estimator.measure(theta, work, quadratic, context), D);
  }

  private void assertMean(Estimator estimator, double[] expected) {
    double[] sum = new double[D];
    double[] squares = new double[D];
    float[] g = new float[Noise.BLOCK];
    for (int step = 1; step <= STEPS; step++) {
      estimate(estimator, step).block(0, g);
      for (int i = 0; i < D; i++) {
        sum[i] += g[i];
        squares[i] += (double) g[i] * g[i];
      }
    }
    for (int i = 0; i < D; i++) {
      double mean = sum[i] / STEPS;
      double standardError = Math.sqrt((squares[i] / STEPS - mean * mean) / STEPS);
      assertThat(standardError).as("tells coordinate %d from others", i).isLessThan(0.1);
      assertThat(mean).as("coordinate %d", i).isCloseTo(expected[i], within(4.5 * standardError));
    }
  }

  private static Directions dense() {
    return new Directions(GaussianNoise::new, 0, false);
  }

  private static Directions half(boolean perTask) {
    return new Directions(GaussianNoise::new, 0.5f, perTask);
  }

  private static Estimator twoSided(int queries, Directions directions) {
    return new FiniteDifference(
        0.01f, queries, FiniteDifference.Stencil.TWO_SIDED, Scalars.PLAIN, directions);
  }

  private static Estimator oneSided(int queries, Directions directions) {
    return new FiniteDifference(
        0.01f, queries, FiniteDifference.Stencil.ONE_SIDED, Scalars.PLAIN, directions);
  }

  private static Estimator forward(int queries, Directions directions) {
    return new ForwardGradient(queries, Scalars.PLAIN, directions);
  }
}
