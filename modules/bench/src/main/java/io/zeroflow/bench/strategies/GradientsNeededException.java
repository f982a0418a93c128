package io.zeroflow.bench.strategies;

/** A strategy asked for derivatives that the network does not give. */
final class GradientsNeededException extends Exception {

  private static final long serialVersionUID = 1L;

  GradientsNeededException(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
