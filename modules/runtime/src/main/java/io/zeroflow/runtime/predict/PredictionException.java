package io.zeroflow.runtime.predict;

/** There is no answer; the message says why and what to do. */
public final class PredictionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean later;

  PredictionException(String message, boolean later) {
    super(message);
    this.later = later;
  }

  /** Whether the same question may be answered later; else the input is at fault. */
  public boolean later() {
    return later;
  }
}
