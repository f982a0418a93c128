package io.zeroflow.data.split;

/**
 * Most examples that a class may contribute; which ones, the seed says.
 *
 * @param train to learn from
 * @param test held out
 */
public record Caps(int train, int test) {
  /** Everything there is. */
  public static final Caps NONE = new Caps(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException for a cap below 1
   */
  public Caps {
    if (train < 1 || test < 1) {
      throw new IllegalArgumentException(
          "caps a class must be at least 1, but are %d to train and %d to test"
              .formatted(train, test));
    }
  }
}
