package io.zeroflow.model.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * w_y = (G + λI)⁻¹ c_y for all classes y, by Cholesky's decomposition.
 *
 * @param labels the classes
 * @param weights of each class
 */
record RidgeSolution(List<String> labels, List<float[]> weights) {

  /**
   * Solves.
   *
   * @param gram G, lower triangle; left as it is
   * @param sums c_y by class
   * @param ridge λ as a share of the mean of G's diagonal
   * @throws ArithmeticException if λ is too small for the rank of G
   */
  static RidgeSolution of(double[][] gram, Map<String, double[]> sums, double ridge) {
    double trace = 0;
    for (int i = 0; i < gram.length; i++) {
      trace += gram[i][i];
    }
    double lambda = trace == 0 ? 1 : ridge * trace / gram.length; // zeros solve it with any
    double[][] factor = factor(gram, lambda);
    List<String> labels = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    sums.forEach(
        (label, sum) -> {
          labels.add(label);
          weights.add(solve(factor, sum));
        });
    return new RidgeSolution(labels, weights);
  }

  /** L of L Lᵀ = G + λI, column by column, with inner loops along rows. */
  private static double[][] factor(double[][] gram, double lambda) {
    int n = gram.length;
    double[][] l = new double[n][];
    for (int i = 0; i < n; i++) {
      l[i] = gram[i].clone();
      l[i][i] += lambda;
    }
    double[] column = new double[n];
    for (int k = 0; k < n; k++) {
      double pivot = Math.sqrt(l[k][k]);
      if (!(l[k][k] > n * Math.ulp(gram[k][k]))) { // what is left is rounding
        throw new ArithmeticException(
            "the normal equations have no solution in double precision, with λ = %s; use a larger ridge"
                .formatted(lambda));
      }
      for (int i = k; i < n; i++) {
        l[i][k] /= pivot;
        column[i] = l[i][k];
      }
      l[k][k] = pivot;
      for (int i = k + 1; i < n; i++) {
        double[] row = l[i];
        double factor = column[i];
        for (int j = k + 1; j <= i; j++) {
          row[j] -= factor * column[j];
        }
      }
    }
    return l;
  }

  private static float[] solve(double[][] l, double[] right) {
    int n = l.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      double sum = x[i];
      for (int j = 0; j < i; j++) {
        sum -= l[i][j] * x[j];
      }
      x[i] = sum / l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= l[i][i];
      for (int j = 0; j < i; j++) {
        x[j] -= l[i][j] * x[i];
      }
    }
    float[] rounded = new float[n];
    for (int i = 0; i < n; i++) {
      rounded[i] = (float) x[i];
    }
    return rounded;
  }
}
