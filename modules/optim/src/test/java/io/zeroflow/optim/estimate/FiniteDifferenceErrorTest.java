package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a finite difference misses of the derivative, in closed form. */
class FiniteDifferenceErrorTest {

  private static final int D = 37;

  private final Theta theta = Draws.theta(D);
  private final double[] at = Draws.values(theta);
  private final double[] c = new Random(2).doubles(D, -1, 1).toArray();

  private static StepRecord measure(
      Theta theta, Objective objective, float eps, int queries, boolean twoSided, long seed) {
    Directions directions = new Directions(GaussianNoise::new, 0, false);
    return new FiniteDifference(
            eps,
            queries,
            twoSided ? FiniteDifference.Stencil.TWO_SIDED : FiniteDifference.Stencil.ONE_SIDED,
            Scalars.PLAIN,
            directions)
        .measure(theta, Theta.allocate(D), objective, new StepContext(1, seed, 1));
  }

  /** L(θ) = Σ c θ³, whose derivative along z is Σ 3cθ²z. */
  private double cubic(Theta point) {
    double sum = 0;
    for (int i = 0; i < D; i++) {
      sum += c[i] * Math.pow(point.get(i), 3);
    }
    return sum;
  }

  private double sum(double[] z, int powerOfTheta, int powerOfZ) {
    double sum = 0;
    for (int i = 0; i < D; i++) {
      sum += c[i] * Math.pow(at[i], powerOfTheta) * Math.pow(z[i], powerOfZ);
    }
    return sum;
  }

  /** (θ ± εz)³ leaves ε² Σ cz³ of two sides, so that half of ε leaves a quarter. */
  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.25f, 0.125f, 0.0625f})
  void twoSidesMissByTheSquareOfEps(float eps) {
    for (int seed = 0; seed < 20; seed++) {
      double p = measure(theta, this::cubic, eps, 1, true, seed).scalars().getFirst();
      double[] z = Draws.query(seed, 0, D);
      assertThat(p - 3 * sum(z, 2, 1)).isCloseTo(eps * eps * sum(z, 0, 3), rounding(eps));
    }
  }

  /** One side also leaves ε Σ 3cθz². */
  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.25f, 0.125f, 0.0625f})
  void oneSideMissesByEps(float eps) {
    for (int seed = 0; seed < 20; seed++) {
      double p = measure(theta, this::cubic, eps, 1, false, seed).scalars().getFirst();
      double[] z = Draws.query(seed, 0, D);
      assertThat(p - 3 * sum(z, 2, 1))
          .isCloseTo(eps * 3 * sum(z, 1, 2) + eps * eps * sum(z, 0, 3), rounding(eps));
    }
  }

  /** p is rounded to float, and each probed coordinate before it is divided by ε. */
  private static Offset<Double> rounding(float eps) {
    return within(1e-5 / eps);
  }

  /** On a quadratic one side is off by ε/2 z'Hz alone, which two sides of it show. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void oneSideOfAQuadraticIsOffByItsCurvature(int queries) {
    Quadratic quadratic = new Quadratic(4, D);
    float eps = 0.0625f;
    for (int seed = 0; seed < 20; seed++) {
      StepRecord step = measure(theta, quadratic, eps, queries, false, seed);
      for (int query = 0; query < queries; query++) {
        double[] z = Draws.query(seed, query, D);
        double slope = Draws.dot(quadratic.gradient(theta), z);
        double curvature = Draws.dot(hessianTimes(quadratic, z), z);
        assertThat((double) step.scalars().get(query))
            .isCloseTo(slope + eps / 2 * curvature, rounding(eps));
      }
    }
  }

  /** H z = ∇L(θ + z) − ∇L(θ), exactly so where H is constant. */
  private double[] hessianTimes(Quadratic quadratic, double[] z) {
    Theta moved = theta.copy();
    for (int i = 0; i < D; i++) {
      moved.set(i, (float) z[i]); // z is made of floats, so that nothing is rounded
    }
    Theta origin = theta.copy();
    for (int i = 0; i < D; i++) {
      origin.set(i, 0);
    }
    double[] product = quadratic.gradient(moved);
    double[] constant = quadratic.gradient(origin);
    for (int i = 0; i < D; i++) {
      product[i] -= constant[i];
    }
    return product;
  }

  @Test
  void oneSideReportsTheLossAtTheta() {
    double[] losses = {2, 3, 4.5};
    int[] next = {0};
    StepRecord step = measure(theta, point -> losses[next[0]++], 0.5f, 2, false, 5);
    assertThat(step).isEqualTo(StepRecord.sparse(new StepContext(1, 5, 1), List.of(2f, 5f), 2f, 3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
  void oneSideRejectsALossThatIsNotFiniteOrOverflowsAFloat(double bad) {
    for (int at = 0; at < 3; at++) {
      double[] losses = {1, 1, 1};
      losses[at] = bad;
      int[] next = {0};
      StepRecord step = measure(theta, point -> losses[next[0]++], 1e-3f, 2, false, 5);
      assertThat(step.rejected()).isIn("non-finite-loss", "exploding-gradient");
      assertThat(step.still()).isTrue();
      assertThat(step.forwards()).isEqualTo(3);
    }
  }
}
