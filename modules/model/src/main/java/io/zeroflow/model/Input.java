package io.zeroflow.model;

import java.util.Arrays;
import java.util.List;

/**
 * One input, of a kind that a network may or may not take. Equal by content, so that one that comes
 * again, in another epoch, is recognised.
 */
public sealed interface Input {

  /** What it is called in messages. */
  String kind();

  /** Bytes that it takes, about. */
  long memory();

  /** A sentence or a few. */
  record Text(String value) implements Input {
    @Override
    public long memory() {
      return 2L * value.length();
    }

    @Override
    public String kind() {
      return "text";
    }
  }

  /** A whole PNG or JPEG file; the array is shared, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  record Image(byte[] bytes) implements Input {
    @Override
    public long memory() {
      return bytes.length;
    }

    @Override
    public String kind() {
      return "image";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Image(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** A dense row-major array; shared, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared below
  record Pixels(List<Integer> shape, float[] values) implements Input {
    @Override
    public long memory() {
      return (long) Float.BYTES * values.length;
    }

    @Override
    public String kind() {
      return "tensor of shape " + shape;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Pixels(List<Integer> othersShape, float[] others)
          && shape.equals(othersShape)
          && Arrays.equals(values, others);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }
  }
}
