package io.zeroflow.optim.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.estimate.GivenEstimate;
import org.junit.jupiter.api.Test;

class ElementwiseSignTest {

  @Test
  void keepsTheSignOfEachCoordinate() {
    float[] g = {-3, -1e-40f, 0, 1e-40f, 0.5f, 1e30f};
    assertThat(Filtered.step(new ElementwiseSign(), GivenEstimate.of(g), g.length))
        .containsExactly(-1, -1, 0, 1, 1, 1);
  }

  @Test
  void changesOnlyWhatItIsTold() {
    float[] g = {-3, -2, 7};
    new ElementwiseSign().filter(GivenEstimate.of(g), 0, 2, g, true);
    assertThat(g).containsExactly(-1, -1, 7);
  }
}
