package io.zeroflow.data;

import java.util.Locale;

/** What a sample is for. */
public enum Split {
  /** Learned from. */
  TRAIN,
  /** Held out: measured on, never learned from. */
  EVAL;

  /** The name in JSON samples, in metrics and on the command line: {@code train}, {@code eval}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
