package io.zeroflow.optim;

import java.util.Arrays;
import java.util.List;

/**
 * What a network declares about a slice before θ places it.
 *
 * @param name unique within a θ
 * @param shape its dimensions, all positive
 * @param init how its coordinates start
 */
public record SliceSpec(String name, List<Integer> shape, Init init) {

  public SliceSpec {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException(
          "slice %s has shape %s; every dimension must be at least 1".formatted(name, shape));
    }
    if (shape.stream().mapToDouble(d -> d).reduce(1, (a, b) -> a * b) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "slice %s has shape %s, which is more than 2³¹ − 1 floats".formatted(name, shape));
    }
  }

  /** A slice whose values are written by its owner right after it is placed. */
  public static SliceSpec zeros(String name, int... shape) {
    return new SliceSpec(name, Arrays.stream(shape).boxed().toList(), new Init.Zeros());
  }

  /** Number of coordinates. */
  public int length() {
    return length(shape);
  }

  static int length(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
