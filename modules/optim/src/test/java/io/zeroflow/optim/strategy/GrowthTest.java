package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.DifferentiableObjective;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * θ grows by coordinates that the loss does not know. The old ones must then go, to the bit, the
 * way of a twin that never grew: their noise, momentum, moments and history are where they were.
 */
class GrowthTest {

  private static final int D = 1100; // grows within a block and beyond it
  private static final int MORE = 900;

  private final Optimizer[] pair = new Optimizer[2];
  private final DifferentiableObjective old = new Old(new Quadratic(5, D));

  static Stream<String> onAllCoordinates() {
    return fixedRate().filter(line -> !line.contains("sparsity"));
  }

  /** A learning rate over d is another one for a θ that has grown: so it is meant. */
  private static Stream<String> fixedRate() {
    return StrategyLines.all().filter(line -> !line.contains("over-"));
  }

  /** A mask is drawn over all of θ, so it differs once θ has grown; state without masks: below. */
  static Stream<String> forwardOnly() {
    return fixedRate().filter(line -> line.startsWith("zo-") || line.startsWith("forward"));
  }

  private void start(String line, int steps) {
    for (int i = 0; i < 2; i++) {
      pair[i] = Steps.start(line, D);
      Steps.train(pair[i], old, 1, steps);
    }
    pair[1].theta().append(new SliceSpec("more", List.of(MORE), new Init.Uniform(1)), 8);
  }

  @ParameterizedTest
  @MethodSource("onAllCoordinates")
  void oldCoordinatesGoTheWayOfATwinThatNeverGrew(String line) {
    start(line, 5);
    for (long step = 6; step <= 12; step++) {
      StepRecord expected = Steps.take(pair[0], old, step, step);
      StepRecord grown = Steps.take(pair[1], old, step, step);
      assertThat(grown.scalars()).isEqualTo(expected.scalars());
      assertSameWay(step);
    }
  }

  /**
   * A step of weight zero has no gradient under any mask: what still moves θ is the state alone.
   */
  @ParameterizedTest
  @MethodSource("forwardOnly")
  void oldCoordinatesCoastLikeThoseOfATwinThatNeverGrew(String line) {
    start(line, 5);
    int queries = Steps.measure(pair[0], old, 6, 6).scalars().size();
    for (long step = 6; step <= 9; step++) {
      StepContext context = new StepContext(step, Steps.seed(step), step);
      List<Float> none = Collections.nCopies(Math.max(1, queries), 0f);
      for (Optimizer optimizer : pair) {
        optimizer.apply(StepRecord.sparse(context, none, 0, 2));
      }
      assertSameWay(step);
    }
  }

  private void assertSameWay(long step) {
    for (int i = 0; i < D; i++) {
      if (pair[0].theta().get(i) != pair[1].theta().get(i)) {
        assertThat(pair[1].theta().get(i))
            .as("step %d, coordinate %d", step, i)
            .isEqualTo(pair[0].theta().get(i));
      }
    }
  }

  /** A loss of the first coordinates alone. */
  private record Old(Quadratic quadratic) implements DifferentiableObjective {

    private static Theta first(Theta theta) {
      Theta first = Theta.allocate(D);
      first.append(SliceSpec.zeros("w", D), 1);
      for (int i = 0; i < D; i++) {
        first.set(i, theta.get(i));
      }
      return first;
    }

    @Override
    public double loss(Theta theta) {
      return quadratic.loss(first(theta));
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return quadratic.slope(first(theta), first(direction));
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.shapeLike(theta);
      double[] values = quadratic.gradient(first(theta));
      for (int i = 0; i < theta.size(); i++) {
        gradient.set(i, i < D ? (float) values[i] : 0);
      }
      return loss(theta);
    }
  }
}
