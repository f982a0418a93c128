package io.zeroflow.bench.strategies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TableTextTest {

  @Test
  void showsMeansWithSampleDeviations() {
    List<Run> runs = runs(0.25, 0.5, 0.75);
    Row row = Row.of(new Entry.FrozenControl(), runs);
    Table table =
        new Table("net", "protocol", "Not tuned.", List.of(row), Map.of("fo-sgd", "no way"), 1);

    assertThat(TableText.markdown(table))
        .contains(
            "| frozen control (SimpleCIL) | 50.0 ± 25.0 | 50.0 ± 0.0 |",
            "Skipped: fo-sgd: no way.");
    assertThat(TableText.csv(table).lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("frozen control (SimpleCIL),frozen control,3,0.5,0.25,");
  }

  @Test
  void oneSeedHasNoDeviation() {
    Row row = Row.of(new Entry.NoStep(), runs(0.25));
    Table table = new Table("net", "protocol", "Not tuned.", List.of(row), Map.of(), 1);

    assertThat(TableText.markdown(table)).contains("| fine-tune without a step | 25.0 | 50.0 |");
  }

  @Test
  void theDeviationIsTheSamples() {
    Spread spread = Spread.of(runs(2, 4, 4, 4, 5, 5, 7, 9), Run::average);

    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
  }

  private static List<Run> runs(double... averages) {
    return DoubleStream.of(averages)
        .mapToObj(average -> new Run("k", 1, average, 0.5, 0, 0, 0, 10, 0, 0, 1))
        .toList();
  }
}
