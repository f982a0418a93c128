package io.zeroflow.model.issues;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.picture.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors of bytes, 0 to 255, were learned from as if they were pixels of 0 to 1. */
class BytesAreTakenForPixelsTest {

  @ParameterizedTest
  @ValueSource(floats = {255, 1.0001f, -0.0001f, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void whatIsNoPixelIsRefusedWithWhatIsExpected(float value) {
    Input.Pixels bytes = new Input.Pixels(List.of(1, 1, 2), new float[] {0, value});
    assertThatThrownBy(() -> Tensors.checkRange(bytes))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("value 1 of the tensor of shape [1, 1, 2] is " + value)
        .hasMessageContaining("from 0 to 1")
        .hasMessageContaining("divide");
  }

  @Test
  void bothEndsArePixels() {
    assertThatCode(
            () -> Tensors.checkRange(new Input.Pixels(List.of(1, 1, 3), new float[] {0, 0.5f, 1})))
        .doesNotThrowAnyException();
  }
}
