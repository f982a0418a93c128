package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Target;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loss beside frozen modules and its derivatives, against double arithmetic. */
class MiniLmBoostedTest {

  private static final int ROWS = 3;
  private static final int[] LABELS = {0, 2, 1, 2};
  private static final float[][] OFFSETS = {{3, -1, 0}, {0.5f, 2, -6}, {0, 0, 0}, {-4, 1, 5}};
  private static final Target TARGET = new Target.Boosted(LABELS, OFFSETS);

  private final MiniLm network = Loaded.minilm(1);
  private final List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
  private final Theta theta = Loaded.moved(network, ROWS);

  private double expected(double[] theta) {
    DoubleReference reference = new DoubleReference(Loaded.config(1));
    double loss = 0;
    for (int i = 0; i < LABELS.length; i++) {
      double[] logits = reference.logits(theta, reference.features(theta, encoded.get(i)));
      double own = 0;
      double all = 0;
      for (int k = 0; k < ROWS; k++) {
        own += Math.exp(logits[k]);
        all += Math.exp(logits[k] + OFFSETS[i][k]);
      }
      double right = logits[LABELS[i]];
      loss += Math.log(own) - right + Math.log(all) - right - OFFSETS[i][LABELS[i]];
    }
    return loss / LABELS.length;
  }

  @Test
  void lossGradientAndSlopeAreThoseOfTheReference() {
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = Theta.allocate(theta.capacity());
    try (Batch batch = network.collate(encoded)) {
      double loss = expected(DoubleReference.values(theta));
      assertThat(network.loss(theta, batch, TARGET)).isCloseTo(loss, within(2e-5));
      assertThat(network.gradient(theta, batch, TARGET, gradient)).isCloseTo(loss, within(2e-5));
      double norm = dot(gradient, gradient);
      assertThat(norm).isPositive();
      double tolerance = 1e-5 * Math.sqrt(norm * theta.size());
      theta.drawInto(direction, new GaussianNoise(), 1);
      double difference = difference(direction);
      assertThat(dot(gradient, direction)).isCloseTo(difference, within(tolerance));
      Slope slope = network.slope(theta, direction, batch, TARGET);
      assertThat(slope.derivative()).isCloseTo(difference, within(tolerance));
    }
  }

  private static double dot(Theta a, Theta b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (double) a.get(i) * b.get(i);
    }
    return sum;
  }

  private double difference(Theta direction) {
    double h = 1e-6;
    double[] above = DoubleReference.values(theta);
    double[] below = DoubleReference.values(theta);
    for (int i = 0; i < above.length; i++) {
      above[i] += h * direction.get(i);
      below[i] -= h * direction.get(i);
    }
    return (expected(above) - expected(below)) / (2 * h);
  }

  @Test
  void offsetsOfAnotherSizeAreRefused() {
    Target narrow = new Target.Boosted(LABELS, new float[4][ROWS - 1]);
    try (Batch batch = network.collate(encoded)) {
      assertThatThrownBy(() -> network.loss(theta, batch, narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("offsets of logits are 4 × 2 for a batch of 4 and 3 head rows");
    }
  }
}
