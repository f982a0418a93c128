package io.zeroflow.bench.accuracy;

import org.jspecify.annotations.Nullable;

/** A strategy asked for derivatives that the network does not give. */
final class GradientsNeededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GradientsNeededException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
