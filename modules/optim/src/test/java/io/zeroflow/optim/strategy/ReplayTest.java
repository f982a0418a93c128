package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run is recorded as what a journal holds (swaps by their canonical line, growth, steps) and
 * replayed on a copy of the first θ, which must end with the same bits.
 */
class ReplayTest {

  private static final int CAPACITY = 4000;

  private final Quadratic quadratic = new Quadratic(5, CAPACITY);
  private final List<Consumer<Machine>> journal = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("io.zeroflow.optim.strategy.StrategyLines#all")
  void replayEndsWithTheSameBitsAcrossSwapsAndGrowth(String line) {
    Theta theta = Theta.allocate(CAPACITY);
    theta.append(new SliceSpec("base", List.of(700), new Init.Uniform(1)), 1);
    Machine learner = new Machine(theta);
    Machine follower = new Machine(theta.copy());

    record(learner, swap("zo-sgd(lr=0.0012345678, momentum=0.9)"));
    train(learner, 4);
    record(learner, grow("within-the-block", 100));
    train(learner, 4);
    record(learner, swap(line));
    train(learner, 4);
    record(learner, grow("beyond-the-block", 1500));
    train(learner, 4);
    record(learner, swap("zo-adam(lr=0.00123456789)"));
    train(learner, 2);
    record(learner, swap(line)); // back: takes its state over, or starts again, but always the same
    record(learner, grow("more", 900));
    train(learner, 4);
    record(learner, swap("zo-sgd(momentum=0.9)"));
    train(learner, 4);

    journal.forEach(entry -> entry.accept(follower));
    assertThat(follower.theta.size()).isEqualTo(3200);
    assertThat(follower.theta.sha256()).isEqualTo(learner.theta.sha256());
    assertThat(follower.theta.slices()).isEqualTo(learner.theta.slices());

    // The states agree too, not only θ: both go on the same way.
    Optimizer recovered = follower.optimizer();
    StepRecord next = measure(learner.optimizer(), 1000);
    assertThat(measure(recovered, 1000)).isEqualTo(next);
    recovered.apply(next);
    learner.optimizer().apply(next);
    assertThat(follower.theta.sha256()).isEqualTo(learner.theta.sha256());
  }

  private void record(Machine learner, Consumer<Machine> entry) {
    entry.accept(learner);
    journal.add(entry);
  }

  private void train(Machine learner, int steps) {
    for (int i = 0; i < steps; i++) {
      StepRecord step = measure(learner.optimizer(), journal.size());
      record(learner, machine -> machine.optimizer().apply(step));
    }
  }

  private StepRecord measure(Optimizer optimizer, long step) {
    return optimizer.measure(
        quadratic, new StepContext(step, Seeds.child(6, step), 1 + (step - 1) % 7));
  }

  private static Consumer<Machine> swap(String line) {
    String[] written = {
      line
    }; // the learner reads what a person wrote, followers the canonical form
    return machine -> {
      Strategy strategy = Strategy.parse(written[0]);
      written[0] = strategy.toString();
      machine.swap(strategy);
    };
  }

  private static Consumer<Machine> grow(String name, int length) {
    SliceSpec spec = new SliceSpec(name, List.of(length), new Init.Uniform(1));
    return machine -> machine.theta.append(spec, 2);
  }

  /** A θ and whatever strategy is active. */
  private static final class Machine {

    final Theta theta;
    private final List<Optimizer> optimizers = new ArrayList<>();

    Machine(Theta theta) {
      this.theta = theta;
    }

    void swap(Strategy strategy) {
      optimizers.add(strategy.optimizer(theta, optimizers.isEmpty() ? null : optimizer()));
    }

    Optimizer optimizer() {
      return optimizers.getLast();
    }
  }
}
