package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Gaussian elimination with pivoting on the dense matrix. */
class RidgeSolutionTest {

  private final Random random = new Random(51);

  /** Lower triangle of Σ h hᵀ over so many samples: singular if they are fewer than its width. */
  private double[][] gram(int width, int samples) {
    double[][] gram = new double[width][];
    Arrays.setAll(gram, i -> new double[i + 1]);
    for (int s = 0; s < samples; s++) {
      double[] h = gaussian(width);
      for (int i = 0; i < width; i++) {
        for (int j = 0; j <= i; j++) {
          gram[i][j] += h[i] * h[j];
        }
      }
    }
    return gram;
  }

  private double[] gaussian(int width) {
    return random.doubles(width, -1, 1).toArray();
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 0.1", "2, 40, 0.001", "17, 60, 0.1", "30, 5, 0.01", "60, 200, 2"})
  void solvesTheNormalEquations(int width, int samples, double ridge) {
    double[][] gram = gram(width, samples);
    Map<String, double[]> sums = new LinkedHashMap<>();
    sums.put("x", gaussian(width));
    sums.put("y", gaussian(width));
    sums.put("zero", new double[width]);
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += gram[i][i];
    }
    double[][] before = Arrays.stream(gram).map(double[]::clone).toArray(double[][]::new);
    RidgeSolution solution = RidgeSolution.of(gram, sums, ridge);
    assertThat(gram).isDeepEqualTo(before);
    assertThat(solution.labels()).containsExactly("x", "y", "zero");
    int k = 0;
    for (double[] sum : sums.values()) {
      double[] expected = eliminate(gram, ridge * trace / width, sum);
      for (int i = 0; i < width; i++) {
        assertThat((double) solution.weights().get(k)[i])
            .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
      }
      k++;
    }
  }

  private static double[] eliminate(double[][] gram, double lambda, double[] right) {
    int n = gram.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = gram[Math.max(i, j)][Math.min(i, j)] + (i == j ? lambda : 0);
      }
      a[i][n] = right[i];
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k; i < n; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] swapped = a[k];
      a[k] = a[pivot];
      a[pivot] = swapped;
      for (int i = 0; i < n; i++) {
        double factor = i == k ? 0 : a[i][k] / a[k][k];
        for (int j = k; j <= n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[] x = new double[n];
    Arrays.setAll(x, i -> a[i][n] / a[i][i]);
    return x;
  }

  @Test
  void withoutASampleEveryWeightIsZero() {
    RidgeSolution none = RidgeSolution.of(gram(3, 0), Map.of("x", new double[3]), 0.1);
    assertThat(none.weights().getFirst()).containsExactly(0f, 0f, 0f);
    assertThat(RidgeSolution.of(gram(3, 0), Map.of(), 0.1).labels()).isEmpty();
  }

  @Test
  void aRidgeThatIsTooSmallForTheRankIsRefused() {
    assertThatThrownBy(() -> RidgeSolution.of(gram(60, 10), Map.of(), 1e-300))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("larger ridge");
  }
}
