package io.zeroflow.server.cli;

/** A command that could not do its work; the message says why and what to do. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandException(String message) {
    super(message);
  }
}
