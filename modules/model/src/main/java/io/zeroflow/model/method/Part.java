package io.zeroflow.model.method;

import io.zeroflow.optim.Slice;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of θ that counts as one for {@link Importance}: a slice below the head, such as an
 * adapter's weight, or all head rows together. Forward passes cannot tell single coordinates apart
 * at a bearable price; they can tell these.
 *
 * @param name its slice's, or {@code head}
 * @param from index of its first coordinate
 * @param to index after its last
 */
record Part(String name, int from, int to) {

  static final String HEAD = "head";

  /** The parts of a θ, in its order. */
  static List<Part> of(Theta theta) {
    List<Part> parts = new ArrayList<>();
    int head = -1;
    for (Slice slice : theta.slices().values()) {
      if (!slice.name().startsWith(HEAD + "/")) {
        parts.add(new Part(slice.name(), slice.offset(), slice.end()));
      } else if (head < 0) {
        head = slice.offset();
      }
    }
    if (head >= 0) {
      parts.add(new Part(HEAD, head, theta.size())); // head rows are the last
    }
    return parts;
  }

  int length() {
    return to - from;
  }
}
