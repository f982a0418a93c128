package io.zeroflow.optim.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.Quadratic;
import io.zeroflow.optim.StepRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ZeroFlow paper's Eq. 7: the best of θ, of a step along the estimate, of one against it. */
class ConserveTest {

  private static final int D = 20;

  private enum Choice {
    FORTH,
    BACK,
    HELD
  }

  /** Probed on one side and from afar, so that the estimate often points the wrong way. */
  static Stream<Arguments> strategies() {
    return Stream.of(
        Arguments.of("zo-sgd-conserve(lr=0.04, eps=1, sides=one)", 0.04, DoubleRule.sgd(0, D)),
        Arguments.of(
            "zo-sgd-conserve(lr=0.002, momentum=0.9, eps=1, sides=one)",
            0.002,
            DoubleRule.sgd(0.9f, D)),
        Arguments.of("zo-adam-conserve(lr=0.3, eps=1, sides=one)", 0.3, DoubleRule.adam(D)));
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void takesTheBestOfThreeAndMovesItsStateOnce(String line, double lr, DoubleRule rule) {
    Quadratic quadratic = new Quadratic(3, D);
    Optimizer optimizer = Steps.start(line, D);
    Map<Choice, Integer> taken = new EnumMap<>(Choice.class);
    for (long step = 1; step <= 200; step++) {
      double[] theta = Draws.values(optimizer.theta());
      double[] g = estimate(quadratic, theta, step);
      double[] forth = rule.copy().after(theta, g, lr);
      double[] back = rule.copy().after(theta, times(-1, g), lr);

      StepRecord record = Steps.take(optimizer, quadratic, step, step);

      double best =
          Math.min(quadratic.value(theta), Math.min(quadratic.value(forth), quadratic.value(back)));
      assertThat(quadratic.value(Draws.values(optimizer.theta())))
          .isCloseTo(best, within(1e-4 * (1 + best)));
      Choice choice = choice(record, g, step);
      taken.merge(choice, 1, Integer::sum);
      DoubleRule.assertAgree(
          optimizer.theta(),
          switch (choice) {
            case FORTH -> rule.after(theta, g, lr);
            case BACK -> rule.after(theta, times(-1, g), lr);
            case HELD -> theta;
          });
    }
    assertThat(taken).as("each occurs, or nothing was shown").containsOnlyKeys(Choice.values());
  }

  /** [L(θ + z) − L(θ)] z. */
  private static double[] estimate(Quadratic quadratic, double[] theta, long step) {
    double[] z = Draws.query(Steps.seed(step), 0, D);
    double[] probed = theta.clone();
    for (int i = 0; i < D; i++) {
      probed[i] += z[i];
    }
    return times(quadratic.value(probed) - quadratic.value(theta), z);
  }

  private static Choice choice(StepRecord record, double[] g, long step) {
    if (record.still()) {
      assertThat(record.rejected()).isNull();
      return Choice.HELD;
    }
    double z = Draws.query(Steps.seed(step), 0, D)[0];
    return Math.signum(record.scalars().getFirst()) == Math.signum(g[0] / z)
        ? Choice.FORTH
        : Choice.BACK;
  }

  private static double[] times(double factor, double[] values) {
    double[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }

  /** Losses of the two sides, here, forth and back. The projected gradient is (3 − 1) / 2ε = 8. */
  @ParameterizedTest
  @CsvSource({
    "5, 4, 6, 8",
    "5, 6, 4, -8",
    "5, 3, 4, 8",
    "5, 4, 3, -8",
    "5, 4, 4, 8", // forth where both are as good
    "5, NaN, 4, -8",
    "5, 4, NaN, 8",
    "5, -Infinity, 4, -8",
    "5, 4, -Infinity, 8",
    "5, -1e300, 4, -8",
    "5, Infinity, 4, -8"
  })
  void recordsWhatItTook(double here, double forth, double back, float scalar) {
    StepRecord record = measureScripted("zo-sgd-conserve(eps=0.125)", 3, 1, here, forth, back);
    assertThat(record.scalars()).containsExactly(scalar);
    assertThat(record.loss()).isEqualTo((float) here);
    assertThat(record.forwards()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 6, 7",
    "5, 5, 5", // no better is not better
    "5, NaN, NaN",
    "5, -Infinity, 6",
    "5, NaN, -Infinity",
    "5, -1e300, Infinity"
  })
  void holdsWhereNothingIsBetter(double here, double forth, double back) {
    StepRecord record = measureScripted("zo-sgd-conserve(eps=0.125)", 3, 1, here, forth, back);
    assertThat(record.still()).isTrue();
    assertThat(record.rejected()).isNull();
    assertThat(record.loss()).isEqualTo((float) here);
    assertThat(record.forwards()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
  void rejectsWhereTheLossHereIsNoNumber(double here) {
    StepRecord record = measureScripted("zo-sgd-conserve(eps=0.125)", 3, 1, here, 4, 4);
    assertThat(record.rejected()).isEqualTo("non-finite-loss");
    assertThat(record.forwards()).isEqualTo(5);
  }

  @Test
  void asksForNoCandidatesAfterAProbeThatFailed() {
    StepRecord record = measureScripted("zo-sgd-conserve(eps=0.125)", 3, Double.NaN);
    assertThat(record.rejected()).isEqualTo("non-finite-loss");
    assertThat(record.forwards()).isEqualTo(2);
  }

  private static StepRecord measureScripted(String line, double... losses) {
    return Steps.measure(Steps.start(line, D), scripted(losses), 1, 1);
  }

  private static Objective scripted(double... losses) {
    int[] next = {0};
    return theta -> losses[next[0]++];
  }

  /** The state too is that of a twin that never saw the step. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zo-sgd-conserve(momentum=0.9, weight-decay=0.1)",
        "zo-sgd-conserve(momentum=0.9, historical=0.5)",
        "zo-sgd-conserve(historical=0.5, historical-form=authors)",
        "zo-adam-conserve",
        "zo-adam-conserve(amsgrad=true, beta2=0.5)"
      })
  void holdingLeavesNoTrace(String line) {
    Quadratic quadratic = new Quadratic(4, D);
    Optimizer optimizer = Steps.start(line, D);
    Optimizer twin = Steps.start(line, D);
    Steps.train(optimizer, quadratic, 1, 5);
    Steps.train(twin, quadratic, 1, 5);

    StepRecord held = Steps.take(optimizer, scripted(3, 1, 5, 6, 7), 6, 6);
    assertThat(held.still()).isTrue();
    assertThat(Steps.sha256(optimizer)).isEqualTo(Steps.sha256(twin));
    for (long step = 7; step <= 12; step++) {
      StepRecord expected = Steps.take(twin, quadratic, step, step);
      assertThat(Steps.take(optimizer, quadratic, step, step)).isEqualTo(expected);
      assertThat(Steps.sha256(optimizer)).isEqualTo(Steps.sha256(twin));
    }
  }

  static Stream<Arguments> withState() {
    return Stream.of(
        Arguments.of("zo-sgd-conserve(lr=0.01, eps=0.125, momentum=0.9)", DoubleRule.sgd(0.9f, D)),
        Arguments.of("zo-adam-conserve(lr=0.01, eps=0.125)", DoubleRule.adam(D)));
  }

  /** The authors' three optimizer steps would move it three times. */
  @ParameterizedTest
  @MethodSource("withState")
  void goingBackMovesTheStateOnceAndAgainstTheEstimate(String line, DoubleRule rule) {
    Optimizer optimizer = Steps.start(line, D);
    double[] expected = Draws.values(optimizer.theta());
    for (long step = 1; step <= 20; step++) {
      boolean back = step % 3 != 0;
      Objective objective = back ? scripted(3, 1, 5, 6, 4) : scripted(3, 1, 5, 4, 6);
      StepRecord record = Steps.take(optimizer, objective, step, step);
      assertThat(record.scalars()).isEqualTo(List.of(back ? -8f : 8f));
      double[] z = Draws.query(Steps.seed(step), 0, D);
      expected = rule.after(expected, times(back ? -8 : 8, z), 0.01f);
      DoubleRule.assertAgree(optimizer.theta(), expected);
    }
  }
}
