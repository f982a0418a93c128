package io.zeroflow.optim;

import io.zeroflow.optim.random.Threefry;
import org.jspecify.annotations.Nullable;

/** How the coordinates of a slice start: a pure function of (seed, coordinate). */
public sealed interface Init {

  /** Value of coordinate {@code index} of θ under {@code seed}. */
  float at(long seed, int index);

  /** All zero, such as an adapter's up-projection, which makes the adapter the identity. */
  record Zeros() implements Init {
    @Override
    public float at(long seed, int index) {
      return 0f;
    }

    @Override
    public String toString() {
      return "zeros";
    }
  }

  /**
   * Uniform on [−bound, bound). Kaiming's rule with a = √5, the usual start of a linear layer, is
   * bound = 1/√fan-in (He et al. 2015, as in torch.nn.Linear).
   *
   * @param bound positive and finite
   */
  record Uniform(float bound) implements Init {

    public Uniform {
      if (!(bound > 0 && bound < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "bound of uniform is " + bound + "; it must be positive and finite");
      }
    }

    @Override
    public float at(long seed, int index) {
      return (2f * Threefry.uniform(seed, index) - 1f) * bound;
    }

    @Override
    public String toString() {
      return "uniform(" + bound + ")";
    }
  }

  /**
   * Reads what {@link Object#toString} writes.
   *
   * @throws IllegalArgumentException naming the text and what is expected
   */
  static Init parse(String text) {
    if (text.equals("zeros")) {
      return new Zeros();
    }
    if (text.startsWith("uniform(") && text.endsWith(")")) {
      try {
        return new Uniform(Float.parseFloat(text.substring(8, text.length() - 1)));
      } catch (IllegalArgumentException e) {
        throw unknown(text, e);
      }
    }
    throw unknown(text, null);
  }

  private static IllegalArgumentException unknown(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "init '%s' is not known; expected zeros or uniform(bound) with a positive bound"
            .formatted(text),
        cause);
  }
}
