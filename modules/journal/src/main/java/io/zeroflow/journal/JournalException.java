package io.zeroflow.journal;

/** A journal that cannot be read on: a gap, a repeat, a stale writer or an unknown record. */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
