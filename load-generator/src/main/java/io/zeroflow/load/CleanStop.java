package io.zeroflow.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end a feed the way an interrupt does, with its table, before the JVM goes. */
final class CleanStop {
  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch ended = new CountDownLatch(1);

  private CleanStop() {}

  /** Interrupts the thread when the JVM shuts down, and waits until it says that it has ended. */
  static CleanStop onShutdown(Thread thread) {
    CleanStop stop = new CleanStop();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop.interrupt(thread), "feed-clean-stop"));
    return stop;
  }

  /** Called before the thread exits, else the hook would wait for the thread that waits for it. */
  void ended() {
    ended.countDown();
  }

  private void interrupt(Thread thread) {
    try {
      if (ended.getCount() > 0) {
        thread.interrupt();
        boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!inTime) {
          System.err.println("the feed did not stop in " + PATIENCE_SECONDS + " s; leaving it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
