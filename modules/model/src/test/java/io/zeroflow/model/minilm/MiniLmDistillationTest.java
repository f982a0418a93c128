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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distillation loss and its derivatives, against double arithmetic. */
class MiniLmDistillationTest {

  private static final int ROWS = 4;
  private static final double T = 2;

  private final MiniLm network = Loaded.minilm(1);
  private final List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
  private final Theta theta = Loaded.moved(network, ROWS);

  private float[][] teacher(int rows) {
    try (Batch batch = network.collate(encoded)) {
      return network.logits(Loaded.fresh(network, rows), batch);
    }
  }

  private double expected(double[] theta, float[][] teacher) {
    DoubleReference reference = new DoubleReference(Loaded.config(1));
    double loss = 0;
    for (int i = 0; i < teacher.length; i++) {
      double[] logits = reference.logits(theta, reference.features(theta, encoded.get(i)));
      double says = 0;
      double knows = 0;
      for (int k = 0; k < teacher[i].length; k++) {
        says += Math.exp(teacher[i][k] / T);
        knows += Math.exp(logits[k] / T);
      }
      for (int k = 0; k < teacher[i].length; k++) {
        double p = Math.exp(teacher[i][k] / T) / says;
        loss -= T * T * p * (logits[k] / T - Math.log(knows)) / teacher.length;
      }
    }
    return loss;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, ROWS})
  void theLossIsThatOfTheReference(int rows) {
    float[][] teacher = teacher(rows);
    try (Batch batch = network.collate(encoded)) {
      assertThat(network.loss(theta, batch, new Target.Teacher(teacher)))
          .isCloseTo(expected(DoubleReference.values(theta), teacher), within(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, ROWS})
  void gradientAndSlopeAreDifferencesOfTheReference(int rows) {
    float[][] teacher = teacher(rows);
    Target target = new Target.Teacher(teacher);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = Theta.allocate(theta.capacity());
    try (Batch batch = network.collate(encoded)) {
      assertThat(network.gradient(theta, batch, target, gradient))
          .isCloseTo(network.loss(theta, batch, target), within(2e-5));
      double norm = 0;
      for (int i = 0; i < gradient.size(); i++) {
        norm += (double) gradient.get(i) * gradient.get(i);
      }
      assertThat(norm).isPositive();
      double tolerance = 1e-5 * Math.sqrt(norm * theta.size());
      for (int seed = 0; seed < 3; seed++) {
        theta.drawInto(direction, new GaussianNoise(), seed);
        double difference = difference(direction, teacher);
        double dot = 0;
        for (int i = 0; i < gradient.size(); i++) {
          dot += (double) gradient.get(i) * direction.get(i);
        }
        assertThat(dot).isCloseTo(difference, within(tolerance));
        Slope slope = network.slope(theta, direction, batch, target);
        assertThat(slope.derivative()).isCloseTo(difference, within(tolerance));
      }
    }
  }

  private double difference(Theta direction, float[][] teacher) {
    double h = 1e-6;
    double[] above = DoubleReference.values(theta);
    double[] below = DoubleReference.values(theta);
    for (int i = 0; i < above.length; i++) {
      above[i] += h * direction.get(i);
      below[i] -= h * direction.get(i);
    }
    return (expected(above, teacher) - expected(below, teacher)) / (2 * h);
  }

  /** A model agrees best with itself: the gradient vanishes there. */
  @Test
  void theGradientVanishesWhereTheModelIsItsOwnTeacher() {
    Theta gradient = Theta.allocate(theta.capacity());
    try (Batch batch = network.collate(encoded)) {
      Target own = new Target.Teacher(network.logits(theta, batch));
      network.gradient(theta, batch, own, gradient);
    }
    for (int i = 0; i < gradient.size(); i++) {
      assertThat((double) gradient.get(i)).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void aTeacherOfAnotherSizeIsRefused() {
    try (Batch batch = network.collate(encoded)) {
      Target wide = new Target.Teacher(teacher(ROWS + 1));
      assertThatThrownBy(() -> network.loss(theta, batch, wide))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a teacher's logits are 4 × 5");
      Target few = new Target.Teacher(new float[][] {{1, 2}});
      assertThatThrownBy(() -> network.loss(theta, batch, few))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 × 2 for a batch of 4");
    }
  }
}
