package io.zeroflow.optim.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.estimate.GivenEstimate;
import io.zeroflow.optim.rule.Adam;
import io.zeroflow.optim.rule.Sgd;
import io.zeroflow.optim.rule.UpdateRule;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A preview shows what a step would do, to the bit, and leaves no trace of itself. */
class PreviewTest {

  static Stream<Arguments> updates() {
    return Stream.of(
            List.<GradientFilter>of(),
            List.of(new ElementwiseSign()),
            List.of(new Historical(0.7f)),
            List.of(new HistoricalDirections(0.7f)),
            List.of(new Historical(0.7f), new ElementwiseSign()))
        .flatMap(
            filters ->
                Stream.of(
                        new Sgd(0, 0),
                        new Sgd(0, 0.1f),
                        new Sgd(0.9f, 0.1f),
                        new Adam(0.9f, 0.999f, 1e-8f, 0.1f, false),
                        new Adam(0.9f, 0.9f, 1e-8f, 0, true))
                    .map(rule -> Arguments.of(filters, rule)));
  }

  @ParameterizedTest
  @MethodSource("updates")
  void showsWhatAStepWouldDoAndLeavesNoTrace(List<GradientFilter> filters, UpdateRule rule) {
    Update update = new Update(filters, rule);
    Update control = update.fork();
    Theta theta = Draws.theta(1100, 2600);
    Theta expected = theta.copy();
    Theta work = Theta.allocate(2600);
    Random random = new Random(2);
    for (int step = 0; step < 8; step++) {
      if (step == 5) { // the new coordinates' first step is previewed too
        theta.append(SliceSpec.zeros("more", 1500), 1);
        expected.append(SliceSpec.zeros("more", 1500), 1);
      }
      GivenEstimate estimate = estimate(random, theta.size());
      control.apply(expected, estimate, 0.05f);

      String before = theta.sha256();
      update.preview(theta, work, estimate(random, theta.size()), 0.3f); // of another step
      update.preview(theta, work, estimate, 0.05f);
      assertThat(theta.sha256()).isEqualTo(before);
      assertThat(work.slices()).isEqualTo(theta.slices());
      assertThat(work.sha256()).isEqualTo(expected.sha256()).isNotEqualTo(before);

      update.apply(theta, estimate, 0.05f);
      assertThat(theta.sha256()).isEqualTo(expected.sha256());
    }
  }

  private static GivenEstimate estimate(Random random, int d) {
    return new GivenEstimate(
        Filtered.normal(random, 2),
        new float[][] {Filtered.normal(random, d), Filtered.normal(random, d)});
  }
}
