package io.zeroflow.model.engine;

/** The process is told to stop, and so the engine computes nothing more. */
public final class EngineStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EngineStoppedException() {
    super("stopped");
  }
}
