package io.zeroflow.optim;

import java.util.List;

/**
 * A named, dense, row-major part of θ.
 *
 * @param name unique within a θ, such as {@code block-5/adapter/down}
 * @param offset index of its first coordinate in θ
 * @param shape its dimensions; the product is its length
 */
public record Slice(String name, int offset, List<Integer> shape) {

  public Slice {
    shape = List.copyOf(shape);
  }

  /** Number of coordinates. */
  public int length() {
    return SliceSpec.length(shape);
  }

  /** Index after its last coordinate. */
  public int end() {
    return offset + length();
  }
}
