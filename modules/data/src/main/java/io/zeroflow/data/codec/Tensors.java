package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.BAD_SHAPE;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_FINITE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

import io.zeroflow.data.Payload.Tensor;
import java.util.Arrays;

/** Checks tensor payloads, each failure with its own reason. */
final class Tensors {
  /** 4 MiB of floats: a 3 x 512 x 512 image fits. */
  static final int MAX_ELEMENTS = 1 << 20;

  /** Batches, videos and volumes fit; longer shapes are noise. */
  static final int MAX_RANK = 8;

  private Tensors() {}

  /** The payload, once its parts have been checked. */
  static Tensor of(int[] shape, float[] values) {
    check(shape, values);
    return new Tensor(shape, values);
  }

  static void check(int[] shape, float[] values) {
    if (shape.length == 0 || shape.length > MAX_RANK) {
      throw new BadSampleException(
          BAD_SHAPE,
          "the tensor's shape has %d dimensions; give 1 to %d".formatted(shape.length, MAX_RANK));
    }
    long elements = Tensor.elements(shape);
    if (elements > MAX_ELEMENTS || values.length > MAX_ELEMENTS) {
      throw new BadSampleException(
          TOO_LARGE,
          "the tensor has shape %s and %,d values, the limit is %,d elements; send a smaller one"
              .formatted(Arrays.toString(shape), values.length, MAX_ELEMENTS));
    }
    if (elements != values.length) {
      throw new BadSampleException(
          BAD_SHAPE,
          "the tensor's shape %s does not describe its %,d values; dimensions are positive and their product is the number of values"
              .formatted(Arrays.toString(shape), values.length));
    }
    int bad = Tensor.firstNotFinite(values);
    if (bad >= 0) {
      throw new BadSampleException(
          NOT_FINITE,
          "tensor value %d is %s; send finite 32-bit floats".formatted(bad, values[bad]));
    }
  }
}
