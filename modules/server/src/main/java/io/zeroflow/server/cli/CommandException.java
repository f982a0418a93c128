package io.zeroflow.server.cli;

/** A command that could not do its work; the message says why and what to do. */
final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** It failed while running. */
  CommandException(String message) {
    this(message, ExitCodes.FAILED);
  }

  CommandException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** One of {@link ExitCodes}. */
  int exitCode() {
    return exitCode;
  }
}
