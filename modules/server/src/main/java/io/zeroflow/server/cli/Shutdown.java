package io.zeroflow.server.cli;

/**
 * Ctrl-C and SIGTERM as a callback: the JVM is held until the command has stopped cleanly, which it
 * says by closing this.
 */
final class Shutdown implements AutoCloseable {

  private static final long PATIENCE_MS = 30_000;

  private final Object lock = new Object();
  private final Thread hook;
  private boolean closed;

  private Shutdown(Runnable onSignal) {
    this.hook =
        Thread.ofPlatform()
            .name("shutdown")
            .unstarted(
                () -> {
                  onSignal.run();
                  await();
                });
  }

  static Shutdown on(Runnable onSignal) {
    Shutdown shutdown = new Shutdown(onSignal);
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  private void await() {
    long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
    synchronized (lock) {
      while (!closed && System.nanoTime() < deadline) {
        try {
          lock.wait(100);
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is already going down: that is why this is being closed
      closed = true;
    }
  }
}
