package io.zeroflow.data.reader;

import io.zeroflow.data.Payload;

/** Bytes of grey or colour to floats. */
final class Pixels {

  private Pixels() {}

  /**
   * A copy of one image out of many, scaled from 0..255 to [0, 1].
   *
   * @param bytes many images, one after another
   * @param offset where this one begins
   * @param shape channels, height, width
   */
  static Payload.Tensor tensor(byte[] bytes, int offset, int... shape) {
    float[] values = new float[Math.toIntExact(Payload.Tensor.elements(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[offset + i] & 0xFF) / 255f;
    }
    return new Payload.Tensor(shape, values);
  }
}
