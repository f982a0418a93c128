package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Candidate;
import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.estimate.FiniteDifference.Stencil;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.strategy.Strategy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteDifferenceTest {

  private static FiniteDifference estimator(float eps, int queries) {
    return new FiniteDifference(
        eps,
        queries,
        Stencil.TWO_SIDED,
        Scalars.PLAIN,
        new Directions(GaussianNoise::new, 0, false));
  }

  private static StepRecord measure(
      FiniteDifference estimator, Theta theta, Objective objective, long seed) {
    Theta work = Theta.allocate(theta.capacity());
    return estimator.measure(theta, work, objective, new StepContext(1, seed, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 37, 1024, 2500})
  void projectedGradientIsTheDirectionalDerivative(int d) {
    Theta theta = Draws.theta(d);
    for (int seed = 0; seed < 20; seed++) {
      Quadratic quadratic = new Quadratic(seed, d);
      StepRecord step = measure(estimator(0.0625f, 2), theta, quadratic, seed);
      for (int query = 0; query < 2; query++) {
        double[] z = Draws.query(seed, query, d);
        double[] gradient = quadratic.gradient(theta);
        double expected = 0;
        double scale = 0;
        for (int i = 0; i < d; i++) {
          expected += gradient[i] * z[i];
          scale += Math.abs(gradient[i]) * (1 + Math.abs(z[i]));
        }
        // Central differences are exact on a quadratic, but θ ± εz is rounded to float: 2⁻²⁴ / ε.
        assertThat((double) step.scalars().get(query)).isCloseTo(expected, within(1e-6 * scale));
      }
    }
  }

  @Test
  void fourQueriesTakeEightForwardPassesAndAverageFourDirections() {
    int d = 1500;
    Theta theta = Draws.theta(d);
    Quadratic quadratic = new Quadratic(2, d);
    FiniteDifference estimator = estimator(1e-2f, 4);

    StepRecord step = measure(estimator, theta, quadratic, 7);

    assertThat(quadratic.forwards()).isEqualTo(8);
    assertThat(step.forwards()).isEqualTo(8);
    assertThat(step.scalars()).hasSize(4);
    Estimate gradient = estimator.estimate(step, d);
    float[] block = new float[Noise.BLOCK];
    for (int b = 1; b >= 0; b--) { // blocks in any order
      gradient.block(b, block);
      for (int i = b * Noise.BLOCK; i < Math.min(d, (b + 1) * Noise.BLOCK); i++) {
        double expected = 0;
        for (int query = 0; query < 4; query++) {
          expected += step.scalars().get(query) * Draws.query(7, query, d)[i] / 4;
        }
        assertThat((double) block[i - b * Noise.BLOCK])
            .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
      }
    }
  }

  /** On a quadratic the curvature is exact, and lr = 1 finds the lowest point along z. */
  @ParameterizedTest
  @ValueSource(ints = {3, 40, 1500})
  void newtonStepEndsAtTheLowestPointAlongItsDirection(int d) {
    Quadratic quadratic = new Quadratic(6, d);
    for (int seed = 1; seed <= 10; seed++) {
      Theta theta = Draws.theta(d);
      Optimizer optimizer = Strategy.parse("zo-newton(lr=1, eps=0.25)").optimizer(theta, null);
      StepRecord step = optimizer.measure(quadratic, new StepContext(1, seed, 1));
      assertThat(step.forwards()).isEqualTo(3);
      optimizer.apply(step);
      double lowest = quadratic.loss(theta);
      double[] z = Draws.query(seed, 0, d);
      for (double away : new double[] {-0.05, 0.05}) {
        Theta beside = theta.copy();
        for (int i = 0; i < d; i++) {
          beside.set(i, (float) (theta.get(i) + away * z[i]));
        }
        assertThat(quadratic.loss(beside)).isGreaterThan(lowest);
      }
    }
  }

  @Test
  void reportsTheMeanOfTheProbedLosses() {
    double[] losses = {1.0, 2.0, 4.0, 9.0};
    StepRecord step = measure(estimator(0.5f, 2), Draws.theta(3), scripted(losses), 5);
    assertThat(step)
        .isEqualTo(StepRecord.sparse(new StepContext(1, 5, 1), List.of(-1f, -5f), 4f, 4));
  }

  @Test
  void allCandidatesAtOnceGiveTheSameStepAsOneByOne() {
    Theta theta = Draws.theta(100);
    Quadratic quadratic = new Quadratic(4, 100);
    Objective atOnce =
        new Objective() {
          @Override
          public double loss(Theta ignored) {
            throw new AssertionError("the estimator must let the network batch its candidates");
          }

          @Override
          public double[] losses(List<Candidate> candidates, Theta work) {
            Theta[] points = new Theta[candidates.size()];
            for (int i = points.length - 1; i >= 0; i--) {
              points[i] = Theta.allocate(100);
              candidates.get(i).writeTo(points[i]);
            }
            return Arrays.stream(points).mapToDouble(quadratic::loss).toArray();
          }
        };
    FiniteDifference estimator = estimator(1e-3f, 3);
    assertThat(measure(estimator, theta, atOnce, 6))
        .isEqualTo(measure(estimator, theta, quadratic, 6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
  void rejectsALossThatIsNotFiniteOrOverflowsAFloat(double bad) {
    for (int at = 0; at < 4; at++) {
      double[] losses = {1, 1, 1, 1};
      losses[at] = bad;
      StepRecord step = measure(estimator(1e-3f, 2), Draws.theta(3), scripted(losses), 5);
      assertThat(step.rejected()).isIn("non-finite-loss", "exploding-gradient");
      assertThat(step.scalars()).isEmpty();
      assertThat(step.forwards()).isEqualTo(4);
    }
  }

  @Test
  void rejectsLossesThatAreAllInfinite() {
    double[] losses = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    assertThat(measure(estimator(1, 1), Draws.theta(3), scripted(losses), 5).rejected())
        .isNotNull();
    double[] huge = {1e300, 1e300}; // their difference would be a harmless zero
    assertThat(measure(estimator(1, 1), Draws.theta(3), scripted(huge), 5).rejected()).isNotNull();
  }

  private static Objective scripted(double[] losses) {
    int[] next = {0};
    return theta -> losses[next[0]++];
  }
}
