package io.zeroflow.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.bench.Timing;
import io.zeroflow.model.vit.ViT;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTShape;
import io.zeroflow.model.vit.ViTWeights;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostBenchTest {

  private static List<CostRow> measure(ViTShape shape, List<Integer> batches, String... lines)
      throws IOException {
    List<CostRow> told = new ArrayList<>();
    ViTConfig config = new ViTConfig(shape, shape.depth(), 4, 0.1f, 16, 0, 1);
    try (ViTWeights weights = ViTWeights.random(1);
        ViT network = ViT.load(config, weights, Device.cpu())) {
      List<Strategy> strategies = Stream.of(lines).map(Strategy::parse).toList();
      assertThat(CostBench.measure(network, batches, strategies, 1, told::add)).isEqualTo(told);
    }
    return told;
  }

  @Test
  void backpropHoldsTheActivationsOfEveryBlock() throws IOException {
    List<CostRow> rows =
        measure(new ViTShape(64, 8, 4, 8, 128), List.of(16), "zo-sgd(lr=1e-6)", "fo-sgd(lr=1e-6)");
    // Inputs of both layers of each MLP alone: 16 × 257 × (64 + 256) floats in each of 7 blocks.
    assertThat(rows.get(2).peakBytes())
        .isGreaterThan(7L * 16 * 257 * 320 * Float.BYTES)
        .isGreaterThan(rows.get(1).peakBytes());
    assertThat(rows).extracting(CostRow::forwards).containsExactly(1, 2, 1);
    assertThat(rows).allSatisfy(row -> assertThat(row.seconds()).isPositive());
  }

  @Test
  void reportsEveryStepBesideBackpropAndThePaper(@TempDir Path directory) throws IOException {
    List<CostRow> rows =
        measure(
            new ViTShape(32, 2, 2, 8, 32),
            List.of(2, 4),
            "zo-sgd(lr=1e-6)",
            "zo-sgd(lr=1e-6, q=4)",
            "forward-grad(lr=1e-6)",
            "fo-sgd(lr=1e-6)");
    CostReport report = new CostReport(rows);
    report.write(directory, "a small transformer");
    assertThat(directory.resolve("cost.md"))
        .content()
        .contains("| 4 | zo-sgd(lr=1e-6, q=4) | 8 |", "a small transformer", "Batch 2: a zo step");
    assertThat(report.markdown("").lines().filter(line -> line.contains("| 1.00 | 1.00 |")))
        .as("backprop beside itself")
        .hasSize(2);
    assertThat(directory.resolve("cost.csv")).content().hasLineCount(1 + 2 * 5);
    assertThat(directory.resolve("memory.svg")).content().contains("zo-sgd(q=4)", "forward pass");
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
