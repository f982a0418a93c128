package io.zeroflow.optim.strategy;

/** A strategy that cannot be read or used; the message is meant for the person who chose it. */
public final class StrategyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong with which strategy, and the remedy. */
  public StrategyException(String message) {
    super(message);
  }
}
