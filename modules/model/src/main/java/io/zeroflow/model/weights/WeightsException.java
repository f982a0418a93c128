package io.zeroflow.model.weights;

/** A weight file that is missing or not what it should be; the message names file and tensor. */
public final class WeightsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WeightsException(String message) {
    super(message);
  }
}
