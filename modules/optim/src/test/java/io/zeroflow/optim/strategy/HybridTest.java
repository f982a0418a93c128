package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HybridTest {

  private static final int D = 1100;
  private static final String MOMENTUM =
      "hybrid(first=fo-sgd(lr=0.01, momentum=0.9), then=zo-sgd(lr=1e-5, eps=0.125, momentum=0.9),"
          + " switch=3)";
  private static final String ADAM =
      "hybrid(first=fo-adam(lr=0.01), then=zo-adam(lr=0.002, eps=0.125), switch=3)";

  /** Ages of three tasks, one of which ends before the turn. */
  private static final int[] AGES = {1, 2, 3, 4, 5, 6, 1, 2, 1, 2, 3, 4, 5, 1, 2, 3};

  private final Quadratic quadratic = new Quadratic(7, 2 * D);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void turnsAfterExactlyThatManyStepsOfEachTask(int turn) {
    Optimizer optimizer = Steps.start("hybrid(switch=" + turn + ")", D);
    long step = 0;
    for (int age : AGES) {
      step++;
      StepRecord record = Steps.take(optimizer, quadratic, step, age);
      assertThat(record.gradient() != null).as("step %d, age %d", step, age).isEqualTo(age <= turn);
      assertThat(record.scalars()).hasSize(age <= turn ? 0 : 1);
    }
  }

  /** One momentum, or one pair of moments and one step count, through turns and task starts. */
  @ParameterizedTest
  @CsvSource({"true, 0.01, 1e-5", "false, 0.01, 0.002"})
  void carriesItsStateThroughEveryTurn(boolean sgd, double first, double then) {
    Optimizer optimizer = Steps.start(sgd ? MOMENTUM : ADAM, D);
    DoubleRule rule = sgd ? DoubleRule.sgd(0.9f, D) : DoubleRule.adam(D);
    long step = 0;
    for (int age : AGES) {
      step++;
      double[] theta = Draws.values(optimizer.theta());
      double[] g = quadratic.gradient(optimizer.theta());
      if (age > 3) { // (∇L · z) z, to which two sides of a quadratic come
        double[] z = Draws.query(Steps.seed(step), 0, D);
        double p = Draws.dot(g, z);
        for (int i = 0; i < D; i++) {
          g[i] = p * z[i];
        }
      }
      Steps.take(optimizer, quadratic, step, age);
      DoubleRule.assertAgree(optimizer.theta(), rule.after(theta, g, age > 3 ? then : first));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MOMENTUM, ADAM})
  void replayAcrossTasksEndsWithTheSameBits(String line) {
    Optimizer optimizer = Steps.start(line, D);
    Optimizer follower = Strategy.parse(line).optimizer(optimizer.theta().copy(), null);
    List<StepRecord> journal = new ArrayList<>();
    for (int age : AGES) {
      journal.add(Steps.take(optimizer, quadratic, journal.size() + 1, age));
    }
    journal.forEach(follower::apply);
    assertThat(Steps.sha256(follower)).isEqualTo(Steps.sha256(optimizer));
    StepRecord next = Steps.measure(optimizer, quadratic, 100, 4);
    assertThat(Steps.measure(follower, quadratic, 100, 4)).isEqualTo(next);
    follower.apply(next);
    optimizer.apply(next);
    assertThat(Steps.sha256(follower)).isEqualTo(Steps.sha256(optimizer));
  }

  /** A swap, and a fork, in either phase, before and after a turn. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12})
  void aSwapForItselfOrAForkChangesNothingInAnyPhase(int after) {
    for (String line :
        List.of(
            MOMENTUM,
            ADAM,
            "hybrid(first=fo-adam, then=zo-sgd(momentum=0.9), switch=3)",
            "hybrid(first=zo-adam, then=zo-sgd-sign(historical=0.5), switch=3)")) {
      Optimizer control = Steps.start(line, D);
      Optimizer swapped = Steps.start(line, D);
      Optimizer forked = Steps.start(line, D);
      for (int i = 0; i < AGES.length; i++) {
        if (i == after) {
          swapped = Strategy.parse(line).optimizer(swapped.theta(), swapped);
          swapped = Strategy.parse(line).optimizer(swapped.theta(), swapped); // before any step
          forked = forked.fork();
          Steps.measure(forked, quadratic, 1000, 500); // must leave no trace
        }
        StepRecord record = Steps.take(control, quadratic, i + 1, AGES[i]);
        assertThat(Steps.take(swapped, quadratic, i + 1, AGES[i])).isEqualTo(record);
        assertThat(Steps.take(forked, quadratic, i + 1, AGES[i])).isEqualTo(record);
      }
      assertThat(Steps.sha256(swapped)).as(line).isEqualTo(Steps.sha256(control));
      assertThat(Steps.sha256(forked)).as(line).isEqualTo(Steps.sha256(control));
    }
  }

  /** A fork of one that has just been swapped in owns what it takes over. */
  @Test
  void aForkBeforeTheFirstStepGoesItsOwnWay() {
    Optimizer before = Steps.start("zo-sgd(momentum=0.9)", D);
    Steps.train(before, quadratic, 1, 4);
    Optimizer control = before.fork();
    Optimizer hybrid =
        Strategy.parse("hybrid(first=zo-sgd(momentum=0.9))").optimizer(before.theta(), before);
    Optimizer fork = hybrid.fork();
    assertThat(fork.theta()).isNotSameAs(hybrid.theta());
    Steps.train(fork, quadratic, 50, 52);
    Steps.train(hybrid, quadratic, 5, 8);
    Steps.train(control, quadratic, 5, 8);
    assertThat(Steps.sha256(hybrid)).isEqualTo(Steps.sha256(control));
    assertThat(Steps.sha256(fork)).isNotEqualTo(Steps.sha256(control));
  }

  /** What comes after takes the state of the phase that ran last. */
  @Test
  void aSwapOutOfEitherPhaseTakesItsStateOver() {
    for (int steps : new int[] {2, 5}) {
      Optimizer hybrid = Steps.start(MOMENTUM, D);
      DoubleRule rule = DoubleRule.sgd(0.9f, D);
      Steps.train(hybrid, quadratic, 1, steps - 1);
      Theta theta = hybrid.theta();
      Optimizer plain = Strategy.parse("fo-sgd(lr=0.01, momentum=0.9)").optimizer(theta, hybrid);
      Optimizer fresh = Strategy.parse("fo-sgd(lr=0.01)").optimizer(theta.copy(), null);
      double[] before = Draws.values(theta);
      double[] g = quadratic.gradient(theta);
      Steps.train(plain, quadratic, steps, steps);
      Steps.train(fresh, quadratic, steps, steps);
      // θ − lr (μm + g): without g's part what is left is the momentum's.
      double[] withoutMomentum = rule.after(before, g, 0.01f);
      DoubleRule.assertAgree(fresh.theta(), withoutMomentum);
      double moved = 0;
      for (int i = 0; i < D; i++) {
        moved = Math.max(moved, Math.abs(plain.theta().get(i) - withoutMomentum[i]));
      }
      assertThat(moved).isGreaterThan(1e-3);
    }
  }

  @Test
  void aStepThatIsHeldOrRejectedTakesNoTurn() {
    String line = "hybrid(first=fo-sgd(momentum=0.9), then=zo-adam-conserve, switch=2)";
    Optimizer optimizer = Steps.start(line, D);
    Optimizer control = Steps.start(line, D);
    Steps.train(optimizer, quadratic, 1, 2);
    Steps.train(control, quadratic, 1, 2);
    double[] losses = {3, 1, 5, 6, 7};
    int[] next = {0};
    Objective scripted = theta -> losses[next[0]++];
    assertThat(Steps.take(optimizer, scripted, 3, 3).still()).isTrue();
    assertThat(Steps.take(optimizer, theta -> Double.NaN, 4, 4).rejected()).isNotNull();
    for (int age = 1; age <= 2; age++) { // a new task finds the momentum as it was
      Steps.take(optimizer, quadratic, 10 + age, age);
      Steps.take(control, quadratic, 10 + age, age);
    }
    assertThat(Steps.sha256(optimizer)).isEqualTo(Steps.sha256(control));
  }
}
