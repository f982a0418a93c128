package io.zeroflow.runtime.settings;

/** A configuration that cannot be used; the message names the key, the value and the remedy. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
