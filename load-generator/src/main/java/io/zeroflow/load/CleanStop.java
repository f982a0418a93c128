package io.zeroflow.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a callback. The JVM is held until the command has stopped cleanly, which it
 * says by closing this.
 */
public final class CleanStop implements AutoCloseable {

  /** What containers grant before they kill. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean succeeded;

  private CleanStop(Runnable onSignal) {
    this.hook = Thread.ofPlatform().name("clean-stop").unstarted(() -> stop(onSignal));
  }

  /**
   * Holds the JVM from now on.
   *
   * @param onSignal asks the command to stop, from another thread, and does not wait for it
   */
  public static CleanStop on(Runnable onSignal) {
    CleanStop stop = new CleanStop(onSignal);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /**
   * The command has done all that it is asked for by stopping: when it has ended the JVM exits with
   * 0, and not with the number of the signal.
   */
  public void succeeded() {
    succeeded = true;
  }

  /** The command has ended, or is about to call {@link System#exit}. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is already going down: that is why this is being closed
    }
  }

  private void stop(Runnable onSignal) {
    onSignal.run();
    try {
      if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        if (succeeded) {
          Runtime.getRuntime().halt(0);
        }
      } else {
        System.err.printf("not stopped in %d s; leaving it%n", PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
