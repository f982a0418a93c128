package io.zeroflow.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.bench.Timing;
import io.zeroflow.model.vit.ViT;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTShape;
import io.zeroflow.model.vit.ViTWeights;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostBenchTest {

  private static <T> T with(ViTShape shape, List<String> lines, Use<T> use) throws IOException {
    ViTConfig config = new ViTConfig(shape, shape.depth(), 4, 0.1f, 16, 0, 1);
    try (ViTWeights weights = ViTWeights.random(1);
        ViT network = ViT.load(config, weights, Device.cpu())) {
      return use.of(new CostBench(network, lines.stream().map(Strategy::parse).toList(), 1, 1));
    }
  }

  private interface Use<T> {
    T of(CostBench bench) throws IOException;
  }

  @Test
  void backpropHoldsTheActivationsOfEveryBlock() throws IOException {
    List<CostRow> told = new ArrayList<>();
    List<CostRow> rows =
        with(
            new ViTShape(64, 8, 4, 8, 128),
            List.of("zo-sgd(lr=1e-6)", "fo-sgd(lr=1e-6)"),
            bench -> bench.measure(16, told::add));
    // Inputs of both layers of each MLP alone: 16 × 257 × (64 + 256) floats in each of 7 blocks.
    assertThat(rows.get(2).peakBytes())
        .isGreaterThan(7L * 16 * 257 * 320 * Float.BYTES)
        .isGreaterThan(rows.get(1).peakBytes());
    assertThat(rows).isEqualTo(told).extracting(CostRow::forwards).containsExactly(1, 2, 1, 1);
    assertThat(rows).allSatisfy(row -> assertThat(row.seconds()).isPositive());
  }

  @Test
  void reportsEveryStepBesideBackpropAndThePaper(@TempDir Path directory) throws IOException {
    List<String> lines =
        List.of(
            "zo-sgd(lr=1e-6)", "zo-sgd(lr=1e-6, q=4)", "forward-grad(lr=1e-6)", "fo-sgd(lr=1e-6)");
    List<CostRow> rows =
        with(
            new ViTShape(32, 2, 2, 8, 32),
            lines,
            bench -> {
              List<CostRow> all = new ArrayList<>(bench.measure(2, _ -> {}));
              all.addAll(bench.measure(4, _ -> {}));
              return all;
            });
    CostReport report = new CostReport(rows);
    report.write(directory, "a small transformer");
    assertThat(directory.resolve("cost.md"))
        .content()
        .contains(
            "| 4 | zo-sgd(lr=1e-6, q=4) | 8 |",
            "a small transformer",
            "Batch 2: a zo step",
            "Batch 4: zo-sgd takes ");
    assertThat(report.markdown("").lines().filter(line -> line.contains("| 1.00 | 1.00 |")))
        .as("backprop beside itself")
        .hasSize(2);
    assertThat(directory.resolve("memory.svg")).content().contains("zo-sgd(q=4)", "forward pass");
  }

  private static List<CostRow> size(int batch) {
    return List.of(
        new CostRow("forward pass", batch, 1, new Timing(0.1, 0.2, 0.3), 0.4, 5),
        new CostRow("zo-sgd(lr=1e-6, q=2)", batch, 4, new Timing(1.1, 1.2, 1.3), 1.4, 15));
  }

  private static CostLog open(Path file, String setting, boolean resume) throws IOException {
    return CostLog.open(file, setting, size(1).stream().map(CostRow::name).toList(), resume);
  }

  /** Killed while it wrote the third size: two are whole. */
  @Test
  void aRunThatWasCutShortGoesOnAfterItsLastWholeSize(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("new/cost.csv");
    CostLog log = open(file, "a network, 1 thread", false);
    for (int batch : List.of(8, 2, 32)) {
      log.append(size(batch));
    }
    String whole = Files.readString(file);
    for (int cut : List.of(1, 20, 90)) {
      Files.writeString(file, whole.substring(0, whole.length() - cut));
      CostLog again = open(file, "a network, 1 thread", true);
      assertThat(again.rows()).containsExactlyElementsOf(concat(size(8), size(2)));
      assertThat(again.holds(2)).isTrue();
      assertThat(again.holds(32)).isFalse();
      again.append(size(32));
      assertThat(file).hasContent(whole);
    }
  }

  private static List<CostRow> concat(List<CostRow> a, List<CostRow> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  @Test
  void whatDoesNotBelongTogetherIsNotMixed(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("cost.csv");
    open(file, "one network", false).append(size(8));
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> open(file, "one network", false))
        .withMessageContaining("go on with --resume");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> open(file, "another", true))
        .withMessageContaining("holds 'one network', not 'another'");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> CostLog.open(file, "one network", List.of("forward pass"), true))
        .withMessageContaining("holds other steps");
    Files.writeString(file, "name,price\n");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> open(file, "one network", true))
        .withMessageContaining("does not begin with batch,step");
  }

  @Test
  void theLawIsFoundWhereItHolds() {
    List<CostRow> rows =
        Stream.of(2, 3, 5, 8)
            .map(n -> new CostRow("zo-sgd(q=" + n + ")", 8, n, seconds(0.3 + 0.2 * n), 1, 1))
            .toList();
    CostLaw law = CostLaw.of(rows).orElseThrow();
    assertThat(law.fixed()).isCloseTo(0.3, within(1e-9));
    assertThat(law.perForward()).isCloseTo(0.2, within(1e-9));
    assertThat(law.worst()).isCloseTo(0, within(1e-9));
    assertThat(CostLaw.of(rows.subList(0, 1))).isEmpty();
    assertThat(CostLaw.of(List.of(new CostRow("fo-sgd", 8, 1, seconds(1), 1, 1)))).isEmpty();
  }

  private static Timing seconds(double median) {
    return new Timing(median, median, median);
  }
}
