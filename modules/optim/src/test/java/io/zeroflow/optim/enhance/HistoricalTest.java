package io.zeroflow.optim.enhance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.estimate.GivenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoricalTest {

  private static final int[] SIZES = {900, 900, 900, 1000, 1000, 2500, 2500, 2500};

  /** The mean of all gradients so far, each weighing α times its successor; none weighs zero. */
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.9f, 0.999f})
  void agreesWithDoublePrecisionWhileThetaGrows(float alpha) {
    Random random = new Random(3);
    Historical historical = new Historical(alpha);
    List<float[]> past = new ArrayList<>();
    for (int d : SIZES) {
      past.add(Filtered.normal(random, d));
      float[] out = Filtered.step(historical, GivenEstimate.of(past.getLast()), d);
      for (int i = 0; i < d; i++) {
        assertThat((double) out[i]).isCloseTo(mean(past, i, alpha), within(2e-5));
      }
    }
  }

  private static double mean(List<float[]> past, int i, double alpha) {
    double sum = 0;
    double weights = 0;
    for (int age = 0; age < past.size(); age++) {
      float[] g = past.get(past.size() - 1 - age);
      double weight = Math.pow(alpha, age);
      sum += i < g.length ? weight * g[i] : 0;
      weights += weight;
    }
    return sum / weights;
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.9f, 0.999f})
  void aGradientThatStaysTheSameComesOutAsItIsFromTheFirstStep(float alpha) {
    Historical historical = new Historical(alpha);
    for (int step = 1; step <= 300; step++) {
      assertConstant(historical, step);
    }
  }

  /** Also where the share is changed on the way. */
  @Test
  void aSuccessorWithAnotherShareIsUnbiasedToo() {
    Historical before = new Historical(0.99f);
    assertConstant(before, 1);
    assertConstant(before, 2);
    Historical after = new Historical(0.5f);
    after.adopt(before);
    for (int step = 3; step <= 20; step++) {
      assertConstant(after, step);
    }
  }

  private static void assertConstant(Historical historical, int step) {
    float[] g = {3, -0.5f, 1e-6f};
    float[] out = Filtered.step(historical, GivenEstimate.of(g), 3);
    for (int i = 0; i < 3; i++) {
      assertThat(out[i]).as("step %d", step).isCloseTo(g[i], within(3e-6f * Math.abs(g[i])));
    }
  }

  @Test
  void successorAndForkTakeOverTheHistory() {
    Random random = new Random(4);
    Historical historical = new Historical(0.7f);
    List<float[]> past = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      past.add(Filtered.normal(random, 10));
      Filtered.step(historical, GivenEstimate.of(past.getLast()), 10);
    }
    Historical successor = new Historical(0.7f);
    successor.adopt(historical);
    GradientFilter fork = historical.fork();
    past.add(Filtered.normal(random, 10));
    for (GradientFilter filter : List.of(successor, fork, historical)) { // none moves another's
      float[] out = Filtered.step(filter, GivenEstimate.of(past.getLast()), 10);
      for (int i = 0; i < 10; i++) {
        assertThat((double) out[i]).isCloseTo(mean(past, i, 0.7f), within(1e-5));
      }
    }
  }

  @Test
  void anotherKindOfHistoryIsNotTakenOver() {
    HistoricalDirections directions = new HistoricalDirections(0.9f);
    Filtered.step(directions, GivenEstimate.of(5, 5), 2);
    Historical historical = new Historical(0.9f);
    historical.adopt(directions);
    assertThat(Filtered.step(historical, GivenEstimate.of(1, 2), 2)).containsExactly(1, 2);
  }
}
