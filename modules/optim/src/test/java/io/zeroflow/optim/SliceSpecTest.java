package io.zeroflow.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceSpecTest {

  @Test
  void refusesEmptyShapesAndDimensionsBelowOne() {
    assertThatThrownBy(() -> SliceSpec.zeros("a"))
        .hasMessage("slice a has shape []; every dimension must be at least 1");
    assertThatThrownBy(() -> SliceSpec.zeros("a", 3, 0))
        .hasMessage("slice a has shape [3, 0]; every dimension must be at least 1");
    assertThatThrownBy(() -> SliceSpec.zeros("a", -1, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesMoreFloatsThanAnIntCounts() {
    assertThatThrownBy(() -> SliceSpec.zeros("a", 65_536, 32_768))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slice a has shape [65536, 32768], which is more than 2³¹ − 1 floats");
    assertThatThrownBy(() -> SliceSpec.zeros("a", 65_536, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SliceSpec.zeros("a", Integer.MAX_VALUE, 1).shape())
        .isEqualTo(List.of(Integer.MAX_VALUE, 1));
  }
}
