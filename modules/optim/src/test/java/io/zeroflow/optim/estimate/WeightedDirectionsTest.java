package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.noise.RademacherNoise;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeightedDirectionsTest {

  private static final int D = 2500;
  private static final float LR = 0.1f;

  static Stream<List<Float>> scalars() {
    return Stream.of(List.of(0.3f), List.of(-7f), List.of(0f), List.of(-0f), List.of(1e-38f));
  }

  /** Zeros of both signs included, in θ and in the weights. */
  @ParameterizedTest
  @MethodSource("scalars")
  void descendsWithTheBitsOfBlockByBlock(List<Float> scalars) {
    for (Supplier<Noise> noise :
        List.<Supplier<Noise>>of(GaussianNoise::new, RademacherNoise::new)) {
      for (float sparsity : new float[] {0, 0.5f, 0.9f}) {
        Directions directions = new Directions(noise, sparsity, true);
        Theta theta = Draws.theta(D, D);
        Theta target = Theta.allocate(D);
        for (long step = 1; step < 4; step++) {
          theta.set(7, 0f);
          theta.set(8, -0f);
          StepRecord record = StepRecord.sparse(new StepContext(step, 5 + step, 1), scalars, 1, 2);
          String expected = blockByBlock(theta, directions.estimate(record, D)).sha256();

          target.shapeLike(theta);
          assertThat(directions.estimate(record, D).descend(theta, target, LR)).isTrue();
          assertThat(target.sha256()).as("into another").isEqualTo(expected);

          assertThat(directions.estimate(record, D).descend(theta, theta, LR)).isTrue();
          assertThat(theta.sha256()).as("in place").isEqualTo(expected);
        }
      }
    }
  }

  private static Theta blockByBlock(Theta theta, Estimate estimate) {
    Theta moved = theta.copy();
    float[] g = new float[Noise.BLOCK];
    for (int i = 0; i < D; i++) {
      if (i % Noise.BLOCK == 0) {
        estimate.block(i / Noise.BLOCK, g);
      }
      moved.set(i, Math.fma(-LR, g[i % Noise.BLOCK], theta.get(i)));
    }
    return moved;
  }

  @Test
  void leavesASumOfSeveralToTheBlocks() {
    StepRecord record = StepRecord.sparse(new StepContext(1, 5, 1), List.of(0.3f, 0.2f), 1, 4);
    Theta theta = Draws.theta(D, D);
    String before = theta.sha256();
    Estimate estimate = new Directions(GaussianNoise::new, 0, false).estimate(record, D);
    assertThat(estimate.descend(theta, theta, LR)).isFalse();
    assertThat(theta.sha256()).isEqualTo(before);
  }
}
