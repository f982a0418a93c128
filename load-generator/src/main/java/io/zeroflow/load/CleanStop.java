package io.zeroflow.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM as a callback. The JVM is held until the work has stopped cleanly, which it
 * says by closing this. They nest: a signal asks the innermost, and the JVM is held until the
 * outermost is closed.
 */
public final class CleanStop implements AutoCloseable {

  /** What containers grant before they kill. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final AtomicReference<@Nullable CleanStop> INNERMOST = new AtomicReference<>();

  private final BooleanSupplier onSignal;
  private final Runnable outOfPatience;
  private final @Nullable CleanStop outer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("clean-stop").unstarted(this::signalled);
  private volatile boolean succeeded;

  private CleanStop(BooleanSupplier onSignal, Runnable outOfPatience, @Nullable CleanStop outer) {
    this.onSignal = onSignal;
    this.outOfPatience = outOfPatience;
    this.outer = outer;
  }

  /**
   * Holds the JVM from now on.
   *
   * @param onSignal asks the work to stop, from another thread, and does not wait for it
   */
  public static CleanStop on(Runnable onSignal) {
    return on(
        () -> {
          onSignal.run();
          return true;
        },
        () -> {});
  }

  /**
   * Holds the JVM from now on, if there is something to wait for.
   *
   * @param onSignal asks the work to stop, from another thread; false if it need not be waited for
   * @param outOfPatience last, if it was waited for in vain
   */
  public static CleanStop on(BooleanSupplier onSignal, Runnable outOfPatience) {
    CleanStop stop = new CleanStop(onSignal, outOfPatience, INNERMOST.get());
    INNERMOST.set(stop);
    if (stop.outer == null) {
      Runtime.getRuntime().addShutdownHook(stop.hook);
    }
    return stop;
  }

  /**
   * The work has done all that it is asked for by stopping: when it has ended the JVM exits with 0,
   * and not with the number of the signal.
   */
  public void succeeded() {
    succeeded = true;
    if (outer != null) {
      outer.succeeded();
    }
  }

  /** The work has ended, or is about to call {@link System#exit}. */
  @Override
  public void close() {
    INNERMOST.set(outer);
    ended.countDown();
    if (outer == null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the JVM is already going down: that is why this is being closed
      }
    }
  }

  /** Only the outermost is told. */
  private void signalled() {
    CleanStop innermost = INNERMOST.get();
    if (innermost == null || !innermost.onSignal.getAsBoolean()) {
      return;
    }
    try {
      if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        if (succeeded) {
          Runtime.getRuntime().halt(0);
        }
      } else {
        System.err.printf("not stopped in %d s; leaving it%n", PATIENCE.toSeconds());
        outOfPatience.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
