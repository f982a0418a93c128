package io.zeroflow.model.weights;

import java.util.Arrays;

/** Checks a tensor's shape before anything is allocated for it. */
final class Expected {

  private Expected() {}

  /**
   * Floats of a shape that a tensor must have.
   *
   * @throws WeightsException if it has another
   */
  static int size(String source, String name, String type, long[] found, int... shape) {
    long[] expected = Arrays.stream(shape).asLongStream().toArray();
    if (!Arrays.equals(expected, found)) {
      throw new WeightsException(
          "%s: tensor '%s' is %s of shape %s; expected shape %s"
              .formatted(source, name, type, Arrays.toString(found), Arrays.toString(expected)));
    }
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
