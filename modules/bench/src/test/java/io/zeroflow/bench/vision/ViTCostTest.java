package io.zeroflow.bench.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTShape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViTCostTest {

  @Test
  void backpropHoldsTheActivationsOfEveryBlock() throws IOException {
    ViTShape shape = new ViTShape(64, 8, 4, 8, 128);
    ViTConfig config = new ViTConfig(shape, 8, 4, 0.1f, 16, 0, 1);
    ViTCost.Row row = ViTCost.measure(config, List.of(16), 1, 1).getFirst();
    assertThat(row.images()).isEqualTo(16);
    assertThat(row.parameters()).isEqualTo(8 * (2 * 64 * 4 + 4 + 64));
    // Inputs of both layers of each MLP alone: 16 × 257 × (64 + 256) floats in each of 7 blocks.
    assertThat(row.backprop().peakBytes())
        .isGreaterThan(7L * 16 * 257 * 320 * Float.BYTES)
        .isGreaterThan(row.zerothOrder().peakBytes());
    assertThat(row.zerothOrder().seconds()).isPositive();
  }
}
