package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Theta;

/** An update rule in double, to hold a whole strategy against. */
abstract sealed class DoubleRule {

  /** Where θ goes by a step; the state moves. */
  abstract double[] after(double[] theta, double[] g, double lr);

  abstract DoubleRule copy();

  static DoubleRule sgd(double momentum, int d) {
    return new Sgd(momentum, new double[d]);
  }

  static DoubleRule adam(int d) {
    return new Adam(new double[d], new double[d], 0);
  }

  /** A float's error on a step, and on the measurement before it. */
  static void assertAgree(Theta actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual.get(i))
          .as("coordinate %d", i)
          .isCloseTo(expected[i], within(5e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  private static final class Sgd extends DoubleRule {
    private final double momentum;
    private final double[] velocity;

    Sgd(double momentum, double[] velocity) {
      this.momentum = momentum;
      this.velocity = velocity;
    }

    @Override
    double[] after(double[] theta, double[] g, double lr) {
      double[] result = theta.clone();
      for (int i = 0; i < g.length; i++) {
        velocity[i] = momentum * velocity[i] + g[i];
        result[i] -= lr * velocity[i];
      }
      return result;
    }

    @Override
    DoubleRule copy() {
      return new Sgd(momentum, velocity.clone());
    }
  }

  private static final class Adam extends DoubleRule {
    private final double[] m;
    private final double[] v;
    private int steps;

    Adam(double[] m, double[] v, int steps) {
      this.m = m;
      this.v = v;
      this.steps = steps;
    }

    @Override
    double[] after(double[] theta, double[] g, double lr) {
      double[] result = theta.clone();
      steps++;
      for (int i = 0; i < g.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double corrected1 = m[i] / (1 - Math.pow(0.9, steps));
        double corrected2 = v[i] / (1 - Math.pow(0.999, steps));
        result[i] -= lr * corrected1 / (Math.sqrt(corrected2) + 1e-8);
      }
      return result;
    }

    @Override
    DoubleRule copy() {
      return new Adam(m.clone(), v.clone(), steps);
    }
  }
}
