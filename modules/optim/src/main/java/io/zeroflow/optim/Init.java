package io.zeroflow.optim;

import io.zeroflow.optim.noise.Philox;

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
   */
  record Uniform(float bound) implements Init {
    @Override
    public float at(long seed, int index) {
      return (2f * Philox.uniform(seed, index) - 1f) * bound;
    }

    @Override
    public String toString() {
      return "uniform(" + bound + ")";
    }
  }

  /** Reads what {@link #toString} writes. */
  static Init parse(String text) {
    if (text.equals("zeros")) {
      return new Zeros();
    }
    if (text.startsWith("uniform(") && text.endsWith(")")) {
      return new Uniform(Float.parseFloat(text.substring(8, text.length() - 1)));
    }
    throw new IllegalArgumentException(
        "init '" + text + "' is not known; expected zeros or uniform(bound)");
  }
}
