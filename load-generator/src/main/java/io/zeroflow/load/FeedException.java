package io.zeroflow.load;

import java.io.Serial;

/** A feed that cannot go on; the message is one line that names the cause and the remedy. */
public final class FeedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  FeedException(String message, Throwable cause) {
    super(message, cause);
  }
}
