package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.method.Methods;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TableTextTest {

  @Test
  void showsMeansWithSampleDeviations() {
    List<Run> runs = runs(0.25, 0.5, 0.75);
    Row row = Row.of(new Entry.Untrained(Methods.SIMPLE_CIL), runs);
    Table table =
        new Table("net", "protocol", "Not tuned.", List.of(row), Map.of("fo-sgd", "no way"), 1);

    assertThat(TableText.markdown(table))
        .contains(
            "| simple-cil | frozen control | 50.0 ± 25.0 | 50.0 ± 0.0 |",
            "Skipped: fo-sgd: no way.");
    assertThat(TableText.csv(table).lines().skip(1))
        .singleElement()
        .asString()
        .startsWith("simple-cil,frozen control,simple-cil: no step,3,0.5,0.25,");
  }

  @Test
  void oneSeedHasNoDeviation() {
    Row row = Row.of(new Entry.Untrained(Methods.EASE), runs(0.25));
    Table table = new Table("net", "protocol", "Not tuned.", List.of(row), Map.of(), 1);

    assertThat(TableText.markdown(table)).contains("| ease | no step | 25.0 | 50.0 |");
  }

  @Test
  void theDeviationIsTheSamples() {
    Spread spread = Spread.of(runs(2, 4, 4, 4, 5, 5, 7, 9), Run::average);

    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
  }

  private static List<Run> runs(double... averages) {
    return DoubleStream.of(averages)
        .mapToObj(
            average ->
                new Run("k", 1, average, 0.5, 0, 0, 0, List.of(average), List.of(), 10, 0, 0, 1))
        .toList();
  }
}
