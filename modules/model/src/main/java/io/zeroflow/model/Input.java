package io.zeroflow.model;

import java.util.List;

/** One input, of a kind that a network may or may not take. */
public sealed interface Input {

  /** What it is called in messages. */
  String kind();

  /** A sentence or a few. */
  record Text(String value) implements Input {
    @Override
    public String kind() {
      return "text";
    }
  }

  /** A whole PNG or JPEG file; the array is shared, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity: only a cache key
  record Image(byte[] bytes) implements Input {
    @Override
    public String kind() {
      return "image";
    }
  }

  /** A dense row-major array; shared, not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity: only a cache key
  record Pixels(List<Integer> shape, float[] values) implements Input {
    @Override
    public String kind() {
      return "tensor of shape " + shape;
    }
  }
}
