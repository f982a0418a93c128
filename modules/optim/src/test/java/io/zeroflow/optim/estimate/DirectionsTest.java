package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionsTest {

  private static final int D = 2000;

  private final Theta theta = Draws.theta(D, D + 1000);

  /** Which coordinates an objective sees moved, each side of each query the same ones. */
  private BitSet probed(FiniteDifference estimator, long step, long age) {
    BitSet first = new BitSet();
    BitSet all = new BitSet();
    Objective objective =
        point -> {
          BitSet moved = new BitSet();
          for (int i = 0; i < theta.size(); i++) {
            moved.set(i, point.get(i) != theta.get(i));
          }
          if (first.isEmpty()) {
            first.or(moved);
          }
          all.or(moved);
          return 1;
        };
    StepContext context = new StepContext(step, Seeds.child(5, step), age);
    estimator.measure(theta, Theta.allocate(theta.capacity()), objective, context);
    assertThat(all).isEqualTo(first);
    return all;
  }

  private static FiniteDifference estimator(float sparsity, boolean maskPerTask) {
    Directions directions = new Directions(GaussianNoise::new, sparsity, maskPerTask);
    return new FiniteDifference(
        0.5f, 2, FiniteDifference.Stencil.TWO_SIDED, Scalars.PLAIN, directions);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.25f, 0.5f, 0.875f})
  void aStepProbesTheShareThatSparsityLeaves(float sparsity) {
    assertThat(probed(estimator(sparsity, false), 1, 1).cardinality())
        .isEqualTo((int) ((1 - sparsity) * D));
  }

  @Test
  void aMaskLastsAStepOrATask() {
    FiniteDifference eachStep = estimator(0.5f, false);
    assertThat(probed(eachStep, 4, 1)).isNotEqualTo(probed(eachStep, 5, 2));

    FiniteDifference eachTask = estimator(0.5f, true);
    BitSet mask = probed(eachTask, 4, 1);
    assertThat(probed(eachTask, 5, 2)).isEqualTo(mask);
    assertThat(probed(estimator(0.5f, true), 90, 87)).as("without memory").isEqualTo(mask);
    assertThat(probed(eachTask, 6, 1)).as("another task").isNotEqualTo(mask);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGrownThetaIsProbedInItsNewCoordinatesToo(boolean maskPerTask) {
    FiniteDifference estimator = estimator(0.5f, maskPerTask);
    probed(estimator, 4, 1);
    theta.append(SliceSpec.zeros("more", 1000), 1);
    BitSet grown = probed(estimator, 4, 1);
    assertThat(grown.cardinality()).isEqualTo(1500);
    assertThat(grown.get(D, D + 1000).cardinality()).isBetween(400, 600);
  }

  /** Else weight decay aside, an update would move what was never measured. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEstimateIsZeroWhereNothingWasProbed(boolean maskPerTask) {
    FiniteDifference estimator = estimator(0.75f, maskPerTask);
    BitSet probed = probed(estimator, 7, 3);
    StepContext context = new StepContext(7, Seeds.child(5, 7), 3);
    StepRecord step = StepRecord.sparse(context, List.of(1f, 2f), 0, 4);
    Estimate estimate = estimator(0.75f, maskPerTask).estimate(step, D);
    float[] g = new float[Noise.BLOCK];
    for (int i = 0; i < D; i++) {
      if (i % Noise.BLOCK == 0) {
        estimate.block(i / Noise.BLOCK, g);
      }
      assertThat(g[i % Noise.BLOCK] != 0).as("coordinate %d", i).isEqualTo(probed.get(i));
    }
  }

  @Test
  void refusesAStepThatWeighsNoDirection() {
    StepRecord held = StepRecord.held(new StepContext(12, 1, 1), 0, 5);
    assertThatThrownBy(() -> estimator(0, false).estimate(held, D))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 12 weighs no direction: another kind of strategy took it");
  }
}
