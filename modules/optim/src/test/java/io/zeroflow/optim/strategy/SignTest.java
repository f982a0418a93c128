package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two forms of the Sign variants: the authors' code's and the paper's Eq. 6. */
class SignTest {

  private static final int D = 20;

  @ParameterizedTest
  @CsvSource({
    "zo-sgd-sign, scalar, 1",
    "zo-sgd-sign, scalar, 3",
    "zo-sgd-sign, elementwise, 1",
    "zo-sgd-sign, elementwise, 3",
    "zo-adam-sign, scalar, 3",
    "zo-adam-sign, elementwise, 3"
  })
  void movesByTheSignAlone(String kind, String sign, int queries) {
    Quadratic quadratic = new Quadratic(10, D);
    Optimizer optimizer =
        Steps.start("%s(lr=0.01, eps=0.125, sign=%s, q=%d)".formatted(kind, sign, queries), D);
    DoubleRule rule = kind.contains("adam") ? DoubleRule.adam(D) : DoubleRule.sgd(0, D);
    for (long step = 1; step <= 30; step++) {
      double[] theta = Draws.values(optimizer.theta());
      double[] gradient = quadratic.gradient(optimizer.theta());
      double[] g = new double[D];
      for (int query = 0; query < queries; query++) {
        double[] z = Draws.query(Steps.seed(step), query, D);
        double p = clear(Draws.dot(gradient, z));
        for (int i = 0; i < D; i++) {
          g[i] += (sign.equals("scalar") ? Math.signum(p) : p) * z[i] / queries;
        }
      }
      if (sign.equals("elementwise")) {
        for (int i = 0; i < D; i++) {
          g[i] = Math.signum(clear(g[i]));
        }
      }
      Steps.take(optimizer, quadratic, step, step);
      DoubleRule.assertAgree(optimizer.theta(), rule.after(theta, g, 0.01f));
    }
  }

  /** Far enough from zero for a float to have the same sign. */
  private static double clear(double value) {
    assertThat(Math.abs(value)).as("choose another seed").isGreaterThan(1e-5);
    return value;
  }
}
