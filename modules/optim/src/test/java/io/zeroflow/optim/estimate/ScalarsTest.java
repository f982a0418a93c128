package io.zeroflow.optim.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

  private static final StepContext CONTEXT = new StepContext(9, 4, 2);

  private static StepRecord record(Scalars scalars, double... projected) {
    return scalars.record(CONTEXT, projected, 0.75, 6);
  }

  @Test
  void plainKeepsThem() {
    StepRecord step = record(Scalars.PLAIN, -2.5, 0, 1e-20, 1e15);
    assertThat(step.scalars()).containsExactly(-2.5f, 0f, 1e-20f, 1e15f);
    assertThat(step.loss()).isEqualTo(0.75f);
    assertThat(step.forwards()).isEqualTo(6);
    assertThat(step.context()).isEqualTo(CONTEXT);
    assertThat(step.rejected()).isNull();
  }

  @Test
  void clipBoundsBothSides() {
    assertThat(record(new Scalars(1.5f, false), -2, -1.5, -1, 0, 1, 1.5, 2e10).scalars())
        .containsExactly(-1.5f, -1.5f, -1f, 0f, 1f, 1.5f, 1.5f);
  }

  @Test
  void signKeepsNoLength() {
    assertThat(record(new Scalars(0, true), -2e9, -1e-300, 0, 1e-300, 7).scalars())
        .containsExactly(-1f, -1f, 0f, 1f, 1f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void oneThatIsNotFiniteRejectsTheStep(double bad) {
    assertRejected("non-finite-loss", 1, bad);
    assertRejected("non-finite-loss", bad, 1);
  }

  /** Neither clip nor sign makes a loss that exploded one that can be trusted. */
  @ParameterizedTest
  @ValueSource(doubles = {1.0001e15, -1.0001e15, 1e39, -1e300})
  void oneThatExplodedRejectsTheStep(double bad) {
    assertRejected("exploding-gradient", 1, bad);
    assertRejected("exploding-gradient", bad, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e39, -1e300})
  void aLossThatNoFloatHoldsRejectsTheStep(double loss) {
    StepRecord step = Scalars.PLAIN.record(CONTEXT, new double[] {1}, loss, 6);
    assertThat(step.rejected()).isEqualTo("non-finite-loss");
    assertThat(step.still()).isTrue();
  }

  private static void assertRejected(String reason, double... projected) {
    for (Scalars scalars :
        new Scalars[] {Scalars.PLAIN, new Scalars(1, false), new Scalars(0, true)}) {
      StepRecord step = record(scalars, projected);
      assertThat(step.rejected()).isEqualTo(reason);
      assertThat(step.still()).isTrue();
      assertThat(step.forwards()).isEqualTo(6);
      assertThat(step.context()).isEqualTo(CONTEXT);
    }
  }
}
