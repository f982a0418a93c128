package io.zeroflow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void refusesWhatNobodyCanLearnFrom() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Payload.Text(" \t"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Payload.Image(new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload.Tensor(new int[] {2, 2}, new float[3]))
        .withMessage("shape [2, 2] does not describe 3 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload.Tensor(new int[] {2}, new float[] {1, Float.NaN}))
        .withMessageContaining("value 1 is NaN");
  }

  @Test
  void countsElementsWithoutOverflow() {
    assertThat(Payload.Tensor.elements(new int[] {3, 32, 32})).isEqualTo(3072);
    assertThat(Payload.Tensor.elements(new int[] {1})).isEqualTo(1);
    assertThat(Payload.Tensor.elements(new int[] {})).isEqualTo(-1);
    assertThat(Payload.Tensor.elements(new int[] {4, 0})).isEqualTo(-1);
    assertThat(Payload.Tensor.elements(new int[] {-2, -2})).isEqualTo(-1);
    // 2^64, which would wrap to 0.
    assertThat(Payload.Tensor.elements(new int[] {1 << 16, 1 << 16, 1 << 16, 1 << 16}))
        .isEqualTo(-1);
  }

  @Test
  void comparesArraysByContent() {
    assertThat(new Payload.Tensor(new int[] {2}, new float[] {1, 2}))
        .isEqualTo(new Payload.Tensor(new int[] {2}, new float[] {1, 2}))
        .hasSameHashCodeAs(new Payload.Tensor(new int[] {2}, new float[] {1, 2}))
        .isNotEqualTo(new Payload.Tensor(new int[] {1, 2}, new float[] {1, 2}))
        .hasToString("Tensor[2]");
    assertThat(new Payload.Image(new byte[] {1}))
        .isEqualTo(new Payload.Image(new byte[] {1}))
        .isNotEqualTo(new Payload.Image(new byte[] {2}));
  }
}
