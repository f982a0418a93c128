package io.zeroflow.runtime.settings;

import java.util.List;

/** A configuration that cannot be used; the message names the key, the value and the remedy. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  public SettingsException(String message) {
    this(List.of(message));
  }

  private SettingsException(List<String> mistakes) {
    super(
        mistakes.size() == 1
            ? mistakes.getFirst()
            : "%d mistakes:%n  %s".formatted(mistakes.size(), String.join("\n  ", mistakes)));
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * Stops if there are mistakes, and says all of them.
   *
   * @throws SettingsException if there are any
   */
  public static void check(List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new SettingsException(mistakes);
    }
  }

  /** Each of them by itself. */
  public List<String> mistakes() {
    return mistakes;
  }
}
