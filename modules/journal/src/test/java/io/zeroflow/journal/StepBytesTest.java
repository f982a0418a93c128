package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Init;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Option;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import io.zeroflow.optim.strategy.StrategyKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a measured step of each strategy takes in the journal, its numbers as large as they get. */
class StepBytesTest {

  private static final StepContext LATE = new StepContext(1_000_000_000_000L, -1, 1_000_000_000);

  static Stream<String> forwardOnly() {
    return StrategyCatalog.kinds().stream()
        .filter(StepBytesTest::hasQueries)
        .map(kind -> kind.name() + "(q=8, sparsity=0.5, historical=0.5)")
        .flatMap(line -> Stream.of(line, "hybrid(switch=3, then=" + line + ")"));
  }

  private static boolean hasQueries(StrategyKind kind) {
    return kind.options().stream().map(Option::name).anyMatch("q"::equals);
  }

  @ParameterizedTest
  @MethodSource("forwardOnly")
  void aForwardOnlyStepOfEightQueriesStaysUnderTwoHundredBytes(String line) {
    StepRecord small = measure(line, 10);
    StepRecord large = measure(line, 50_000);
    assertThat(List.of(small, large)).allSatisfy(step -> assertThat(step.scalars()).hasSize(8));
    assertThat(bytes(large)).as("whatever d is").isEqualTo(bytes(small)).isLessThan(200);
  }

  @Test
  void theOthersAreTheBaselinesAndWhatIsMadeOfTwo() {
    assertThat(StrategyCatalog.kinds().stream().filter(kind -> !hasQueries(kind)))
        .extracting(StrategyKind::name)
        .containsExactlyInAnyOrder("fo-sgd", "fo-adam", "hybrid", "hold");
    assertThat(bytes(measure("fo-sgd", 1000))).isBetween(4000, 4200);
  }

  private static StepRecord measure(String line, int d) {
    Theta theta = Theta.allocate(d);
    theta.append(new SliceSpec("w", List.of(d), new Init.Uniform(1)), 5);
    StepRecord step =
        Strategy.parse(line).optimizer(theta, null).measure(Records.quadratic(), LATE);
    assertThat(step.rejected()).isNull();
    return step;
  }

  private static int bytes(StepRecord step) {
    List<Consumed> consumed =
        List.of(
            new Consumed(0, 1L << 50, (1L << 50) + 65_536),
            new Consumed(9, 1L << 50, (1L << 50) + 65_536));
    Change change = new Change.Step(step, 10_000, 65_536);
    return RecordCodec.encode(
            new JournalRecord(1_000_000, 10_000_000_000_000L, Records.TIME, consumed, change))
        .length;
  }
}
