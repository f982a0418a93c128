package io.zeroflow.model.picture;

import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;

/** What image networks expect of a tensor in the place of a file. */
public final class Tensors {

  private Tensors() {}

  /**
   * Checks that all values are from 0 to 1. Bytes that were not divided by 255 would be learned
   * from without a word, and nothing of them.
   *
   * @throws UnsupportedInputException naming the first that is not
   */
  public static void checkRange(Input.Pixels pixels) {
    float[] values = pixels.values();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new UnsupportedInputException(
            "value %d of the %s is %s; pixels are from 0 to 1: divide bytes by 255"
                .formatted(i, pixels.kind(), values[i]));
      }
    }
  }
}
