package io.zeroflow.optim.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.estimate.GivenEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoricalDirectionsTest {

  private static final int[] SIZES = {900, 900, 900, 1000, 1000, 2500, 2500, 2500};

  @ParameterizedTest
  @CsvSource({"0.9, 1", "0.9, 2", "0.3, 1", "0.3, 2", "0.5, 5"})
  void agreesWithDoublePrecisionWhileThetaGrows(float alpha, int queries) {
    Random random = new Random(5);
    Reference reference = new Reference(alpha);
    HistoricalDirections filter = new HistoricalDirections(alpha);
    for (int d : SIZES) {
      GivenEstimate estimate = estimate(random, queries, d);
      assertAgree(Filtered.step(filter, estimate, d), reference.step(estimate, d));
    }
  }

  @Test
  void successorAndForkTakeOverTheHistory() {
    Random random = new Random(6);
    Reference reference = new Reference(0.8f);
    HistoricalDirections filter = new HistoricalDirections(0.8f);
    for (int d : new int[] {10, 10, 11}) { // 11 of a memory that has room for more
      GivenEstimate estimate = estimate(random, 2, d);
      Filtered.step(filter, estimate, d);
      reference.step(estimate, d);
    }
    HistoricalDirections successor = new HistoricalDirections(0.8f);
    successor.adopt(filter);
    GradientFilter fork = filter.fork();
    GivenEstimate grown = estimate(random, 2, 15); // its last four start now
    double[] expected = reference.step(grown, 15);
    for (GradientFilter each : List.of(successor, fork, filter)) {
      assertAgree(Filtered.step(each, grown, 15), expected);
    }
  }

  /**
   * What {@link Historical} mends: p is measured along z and applied along h, of which only the
   * share 1 − α is z.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theMeanIsOneMinusAlphaTimesTheGradient(int queries) {
    float alpha = 0.6f;
    int steps = 25_000;
    float[] gradient = {2, -1, 0.5f};
    Random random = new Random(7);
    HistoricalDirections filter = new HistoricalDirections(alpha);
    Filtered.step(filter, along(gradient, random, queries), 3); // the first has no bias yet
    double[] sum = new double[3];
    double[] squares = new double[3];
    for (int step = 0; step < steps; step++) {
      float[] g = Filtered.step(filter, along(gradient, random, queries), 3);
      for (int i = 0; i < 3; i++) {
        sum[i] += g[i];
        squares[i] += (double) g[i] * g[i];
      }
    }
    for (int i = 0; i < 3; i++) {
      double mean = sum[i] / steps;
      double standardError = Math.sqrt((squares[i] / steps - mean * mean) / steps);
      assertThat(standardError).isLessThan(0.02); // far from the 0.2 that tells 0.4 g from g
      assertThat(mean).isCloseTo((1 - alpha) * gradient[i], within(4.5 * standardError));
    }
  }

  /** Exact derivatives along random directions. */
  private static GivenEstimate along(float[] gradient, Random random, int queries) {
    GivenEstimate estimate = estimate(random, queries, gradient.length);
    for (int query = 0; query < queries; query++) {
      float p = 0;
      for (int i = 0; i < gradient.length; i++) {
        p += gradient[i] * estimate.given()[query][i];
      }
      estimate.weights()[query] = p / queries;
    }
    return estimate;
  }

  private static GivenEstimate estimate(Random random, int queries, int d) {
    float[][] directions = new float[queries][];
    for (int i = 0; i < queries; i++) {
      directions[i] = Filtered.normal(random, d);
    }
    return new GivenEstimate(Filtered.normal(random, queries), directions);
  }

  private static void assertAgree(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).as("coordinate %d", i).isCloseTo(expected[i], within(2e-5));
    }
  }

  /** The authors' form in double: h is its first z, then h ← α h + (1 − α) z at each query. */
  private static final class Reference {

    private final double alpha;
    private double[] h = {};

    Reference(double alpha) {
      this.alpha = alpha;
    }

    double[] step(GivenEstimate estimate, int d) {
      int from = h.length;
      h = Arrays.copyOf(h, d);
      double[] g = new double[d];
      for (int query = 0; query < estimate.weights().length; query++) {
        for (int i = 0; i < d; i++) {
          double z = estimate.given()[query][i];
          boolean first = i >= from && query == 0;
          h[i] = first ? z : alpha * h[i] + (1 - alpha) * z;
          g[i] += estimate.weights()[query] * h[i];
        }
      }
      return g;
    }
  }
}
