package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.Methods;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableTextTest {

  @Test
  void showsMeansWithSampleDeviations() {
    List<Run> runs = runs(0.25, 0.5, 0.75);
    Row row = Row.of(new Entry.Untrained(Methods.SIMPLE_CIL), runs, Published.on("wordnet"));
    Table table =
        new Table(
            "net", "protocol", "Not tuned.", List.of(row), Map.of("fo-sgd", "no way"), null, 1);

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
    Row row = Row.of(new Entry.Untrained(Methods.EASE), runs(0.25), Published.on("wordnet"));
    Table table = new Table("net", "protocol", "Not tuned.", List.of(row), Map.of(), null, 1);

    assertThat(TableText.markdown(table)).contains("| ease | no step | 25.0 | 50.0 |");
  }

  /** Fgt was 0.0 there, as if nothing had been forgotten. */
  @Test
  void aStreamOfOneTaskHasNoForgetting() {
    Run run = new Run("k", 1, 0.5, 0.5, Double.NaN, 0, 0, List.of(0.5), List.of(), 10, 0, 0, 1);
    Row row = Row.of(new Entry.Untrained(Methods.EASE), List.of(run), Published.on("wordnet"));
    Table table = new Table("net", "protocol", "Not tuned.", List.of(row), Map.of(), null, 1);

    assertThat(TableText.markdown(table)).contains("| ease | no step | 50.0 | 50.0 | – |");
    assertThat(TableText.csv(table)).contains(",0.5,,0.5,,,,").doesNotContain("NaN");
  }

  @Test
  void thePapersFiguresStandBesideRowsOfTheSameMethodAndStrategy() {
    Published published = Published.on("cifar100:folder");
    List<Row> rows =
        Stream.of("zo-sgd-sign(lr=0.5)", "zo-sgd(q=4)", "forward-grad")
            .map(line -> new Entry.Learned(Methods.EASE, Strategy.parse(line)))
            .map(entry -> Row.of(entry, runs(0.25), published))
            .toList();
    Table table = new Table("net", "protocol", "Not tuned.", rows, Map.of(), published.data(), 1);

    assertThat(TableText.markdown(table).lines().filter(line -> line.startsWith("| ease")))
        .satisfiesExactly(
            sign -> assertThat(sign).endsWith(" 83.21 | 75.88 | 10.58 |"),
            four -> assertThat(four).endsWith(" | | | |"),
            forward -> assertThat(forward).endsWith(" 82.26 | 76.05 | 8.74 |"));
  }

  @Test
  void publishedRowsAreFoundWhateverTheLearningRates() {
    Published published = Published.on(Published.IMAGENET_A);
    Protocol protocol = new Protocol("wordnet", 2, 4, 1, 1, 8, MethodOptions.DEFAULTS, 60);

    assertThat(Study.ENHANCEMENTS.strategies(protocol))
        .allSatisfy(
            strategy -> assertThat(published.find("ease", Titles.of(strategy))).isNotNull());
    assertThat(
            published.find(
                "ease",
                "hybrid(first=fo-sgd(lr=cosine(0.1, 9, 0)), then=zo-sgd(lr=1, sparsity=0.9, historical=0.2), switch=7)"))
        .isEqualTo(new Published.Figures("62.07", "51.94", ""));
    assertThat(published.find("aper", "zo-sgd(sparsity=0.9)")).isNull();
    assertThat(Published.on("wordnet").data()).isNull();
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
