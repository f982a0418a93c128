package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Penalties and mixed losses against plain arithmetic and finite differences. */
class LossesTest {

  private static final Map<String, Double> WEIGHTS = Map.of("down", 0.5, "up", 0.0, "head", 3.0);

  private static final Importance BY_PART =
      new Importance() {
        @Override
        public void apply(Change change, Replica before) {}

        @Override
        public void save(DataOutput out) {}

        @Override
        public void load(DataInput in) {}

        @Override
        public double of(Part part) {
          return WEIGHTS.getOrDefault(part.name(), Double.NaN);
        }
      };

  private final Random random = new Random(81);

  /** Two slices and some head rows. */
  private Theta theta(int rows) {
    Theta theta = Theta.allocate(100);
    theta.append(SliceSpec.zeros("down", 2, 3), 0);
    theta.append(SliceSpec.zeros("up", 3), 0);
    for (int row = 0; row < rows; row++) {
      theta.append(SliceSpec.zeros("head/" + row, 4), 0);
    }
    for (int i = 0; i < theta.size(); i++) {
      theta.set(i, (float) random.nextGaussian());
    }
    return theta;
  }

  @Test
  void partsAreSlicesAndAllHeadRowsTogether() {
    assertThat(Part.of(theta(3)))
        .containsExactly(new Part("down", 0, 6), new Part("up", 6, 9), new Part("head", 9, 21));
    assertThat(Part.of(theta(0))).containsExactly(new Part("down", 0, 6), new Part("up", 6, 9));
    assertThat(Part.of(Theta.allocate(1))).isEmpty();
  }

  @Test
  void thePenaltyIsTheWeightedSquaredDistanceFromTheAnchor() {
    Theta anchor = theta(2);
    Theta theta = theta(3); // a row has come since: it has no anchor
    double expected = 0;
    for (int i = 0; i < anchor.size(); i++) {
      double difference = (double) theta.get(i) - anchor.get(i);
      expected += (i < 6 ? 0.5 : i < 9 ? 0 : 3) / 2 * difference * difference;
    }
    assertThat(new AnchorPenalty(anchor, BY_PART).loss(theta)).isCloseTo(expected, within(1e-12));
    assertThat(new AnchorPenalty(anchor, BY_PART).loss(anchor)).isZero();
  }

  @Test
  void theUniformPenaltyIsHalfTheSquaredDistance() {
    Theta anchor = theta(1);
    Theta theta = anchor.copy();
    theta.set(2, anchor.get(2) + 2);
    theta.set(10, anchor.get(10) - 1);
    double loss = new AnchorPenalty(anchor, Importance.UNIFORM).loss(theta);
    assertThat(loss).isCloseTo(2.5, within(1e-6));
  }

  @Test
  void thePenaltyIsDifferentiatedRight() {
    assertDifferentiable(new AnchorPenalty(theta(2), BY_PART), theta(3));
  }

  private MixedLoss mixed() {
    return new MixedLoss(
        List.of(
            new MixedLoss.Term(0.25, new AnchorPenalty(theta(3), Importance.UNIFORM)),
            new MixedLoss.Term(2, new AnchorPenalty(theta(1), BY_PART)),
            new MixedLoss.Term(0, new AnchorPenalty(theta(2), Importance.UNIFORM))));
  }

  @Test
  void aMixedLossIsTheWeightedSum() {
    MixedLoss mixed = mixed();
    Theta theta = theta(3);
    double first = mixed.terms().get(0).loss().loss(theta);
    double second = mixed.terms().get(1).loss().loss(theta);
    assertThat(mixed.loss(theta)).isCloseTo(0.25 * first + 2 * second, within(1e-12));
  }

  @Test
  void aMixedLossIsDifferentiatedRight() {
    assertDifferentiable(mixed(), theta(3));
  }

  /** A candidate that is not finite must be seen as such, so that the step is rejected. */
  @Test
  void whatIsNotFiniteStaysSo() {
    Theta theta = theta(3);
    theta.set(0, Float.NaN);
    assertThat(mixed().loss(theta)).isNaN();
    assertThat(new AnchorPenalty(theta(2), BY_PART).loss(theta)).isNaN();
  }

  /** Central differences are exact for a quadratic, up to the rounding of θ's floats. */
  private void assertDifferentiable(DifferentiableObjective objective, Theta theta) {
    Theta gradient = Theta.allocate(100);
    double loss = objective.loss(theta);
    assertThat(objective.gradient(theta, gradient)).isEqualTo(loss);
    assertThat(gradient.slices()).isEqualTo(theta.slices());
    double along = 0;
    Theta direction = theta(3);
    for (int i = 0; i < theta.size(); i++) {
      double difference = difference(objective, theta, i);
      assertThat((double) gradient.get(i)).isCloseTo(difference, within(1e-4));
      along += difference * direction.get(i);
    }
    Slope slope = objective.slope(theta, direction);
    assertThat(slope.loss()).isEqualTo(loss);
    assertThat(slope.derivative()).isCloseTo(along, within(1e-3));
  }

  private static double difference(DifferentiableObjective objective, Theta theta, int i) {
    Theta above = theta.copy();
    Theta below = theta.copy();
    above.set(i, theta.get(i) + 0.25f);
    below.set(i, theta.get(i) - 0.25f);
    return (objective.loss(above) - objective.loss(below)) / ((double) above.get(i) - below.get(i));
  }
}
