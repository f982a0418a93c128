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
import io.zeroflow.optim.random.Seeds;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of an optimizer, for every strategy there is. */
class OptimizerTest {

  private static final String MOVING = "io.zeroflow.optim.strategy.StrategyLines#moving";
  private static final String LINES = "io.zeroflow.optim.strategy.StrategyLines#all";
  private static final int D = 1100; // more than a block

  private final Quadratic quadratic = new Quadratic(1, D);

  private static Optimizer start(String line) {
    Theta theta = Theta.allocate(2 * D);
    theta.append(new SliceSpec("w", List.of(D), new Init.Uniform(1)), 1);
    return Strategy.parse(line).optimizer(theta, null);
  }

  private StepRecord measure(Optimizer optimizer, long step) {
    return optimizer.measure(quadratic, new StepContext(step, Seeds.child(42, step), step));
  }

  private void train(Optimizer optimizer, long from, long to) {
    for (long step = from; step <= to; step++) {
      optimizer.apply(measure(optimizer, step));
    }
  }

  private static String sha256(Optimizer optimizer) {
    return optimizer.theta().sha256();
  }

  @ParameterizedTest
  @MethodSource(MOVING)
  void measureLeavesThetaAndStateAndApplyAloneMoves(String line) {
    Optimizer optimizer = start(line);
    Optimizer control = start(line);
    String start = sha256(optimizer);
    for (long step = 1; step <= 8; step++) {
      String before = sha256(optimizer);
      StepRecord record = measure(optimizer, step);
      assertThat(measure(optimizer, step)).isEqualTo(record);
      measure(optimizer, step + 1000); // must leave no trace in the state
      assertThat(sha256(optimizer)).isEqualTo(before);

      optimizer.apply(record);
      control.apply(record);
      assertThat(sha256(optimizer).equals(before)).isEqualTo(record.still());
      assertThat(sha256(optimizer)).isEqualTo(sha256(control));
    }
    assertThat(sha256(optimizer)).as("not every step may be held").isNotEqualTo(start);
  }

  @ParameterizedTest
  @MethodSource(MOVING)
  void rejectedStepLeavesThetaAndState(String line) {
    Optimizer optimizer = start(line);
    Optimizer control = start(line);
    train(optimizer, 1, 3);
    train(control, 1, 3);

    StepRecord rejected = optimizer.measure(new Broken(), new StepContext(4, 4, 4));
    assertThat(rejected.rejected()).isEqualTo("non-finite-loss");
    optimizer.apply(rejected);
    assertThat(sha256(optimizer)).isEqualTo(sha256(control));

    train(optimizer, 5, 7);
    train(control, 5, 7);
    assertThat(sha256(optimizer)).isEqualTo(sha256(control));
  }

  @ParameterizedTest
  @MethodSource(MOVING)
  void forkSharesThePastAndNotTheFuture(String line) {
    Optimizer original = start(line);
    Optimizer control = start(line);
    train(original, 1, 3);
    train(control, 1, 3);

    Optimizer fork = original.fork();
    assertThat(fork.theta()).isNotSameAs(original.theta());
    Optimizer wayward = original.fork();
    train(wayward, 100, 103);
    assertThat(sha256(wayward)).isNotEqualTo(sha256(original));
    fork.theta().append(SliceSpec.zeros("only-in-fork", 3), 1);
    assertThat(original.theta().slices()).containsOnlyKeys("w");

    train(original, 4, 6);
    train(control, 4, 6);
    assertThat(sha256(original)).isEqualTo(sha256(control));
  }

  @ParameterizedTest
  @MethodSource(LINES)
  void forkThatSeesTheSameStepsEndsTheSame(String line) {
    Optimizer original = start(line);
    train(original, 1, 3);
    Optimizer fork = original.fork();
    for (long step = 4; step <= 8; step++) {
      StepRecord record = measure(original, step);
      assertThat(measure(fork, step)).isEqualTo(record);
      original.apply(record);
      fork.apply(record);
    }
    assertThat(sha256(fork)).isEqualTo(sha256(original));
  }

  /** The state is taken over, so a swap for the same strategy cannot be told from no swap. */
  @ParameterizedTest
  @MethodSource(LINES)
  void swapForItselfChangesNothing(String line) {
    Optimizer control = start(line);
    Optimizer before = start(line);
    train(control, 1, 6);
    train(before, 1, 3);
    Optimizer after = Strategy.parse(line).optimizer(before.theta(), before);
    train(after, 4, 6);
    assertThat(sha256(after)).isEqualTo(sha256(control));
  }

  @ParameterizedTest
  @MethodSource(MOVING)
  void descends(String line) {
    Quadratic small = new Quadratic(3, 20);
    Theta theta = Theta.allocate(20);
    theta.append(new SliceSpec("w", List.of(20), new Init.Uniform(2)), 1);
    Optimizer optimizer = Strategy.parse(line).optimizer(theta, null);
    double before = small.loss(theta);
    for (long step = 1; step <= 1000; step++) {
      optimizer.apply(optimizer.measure(small, new StepContext(step, Seeds.child(8, step), step)));
    }
    assertThat(small.loss(theta)).isLessThan(0.995 * before);
  }

  /** Whose loss is never a number. */
  private static final class Broken implements DifferentiableObjective {
    @Override
    public double loss(Theta theta) {
      return Double.NaN;
    }

    @Override
    public Slope slope(Theta theta, Theta direction) {
      return new Slope(Double.NaN, Double.NaN);
    }

    @Override
    public double gradient(Theta theta, Theta gradient) {
      gradient.shapeLike(theta);
      gradient.set(0, Float.NaN);
      return Double.NaN;
    }
  }
}
