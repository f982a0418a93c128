package io.zeroflow.data;

/**
 * One labelled input of a data set, loaded when asked for.
 *
 * @param label the class as {@link Names} has it, one of {@link Dataset#labels()}
 * @param source gives the input
 */
public record Example(String label, PayloadSource source) {
  /**
   * @throws IllegalArgumentException for a label that is no name
   */
  public Example {
    label = Names.canonical("label", label);
  }

  /** An example whose payload is already in memory. */
  public static Example of(String label, Payload payload) {
    return new Example(label, () -> payload);
  }

  /**
   * Loads the input.
   *
   * @throws java.io.UncheckedIOException if its file cannot be read
   */
  public Payload payload() {
    return source.load();
  }
}
