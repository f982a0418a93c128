package io.zeroflow.model;

/** An input of a kind that the network does not take; the message names both. */
public final class UnsupportedInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnsupportedInputException(String message) {
    super(message);
  }
}
