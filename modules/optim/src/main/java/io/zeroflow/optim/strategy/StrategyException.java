package io.zeroflow.optim.strategy;

/** A strategy line that cannot be read; the message is meant for the person who wrote it. */
public final class StrategyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  StrategyException(String message) {
    super(message);
  }
}
