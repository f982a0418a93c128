package io.zeroflow.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Spaces calls evenly: each has a time it is due, and whoever comes early is parked until then.
 * After a stall at most one second's worth is made up for, so that a broker that comes back is not
 * flooded.
 *
 * <p>For one thread.
 */
final class RateLimiter {
  private static final double MAX_ARREARS_NANOS = 1e9;

  private final double intervalNanos;
  private final LongSupplier clock;
  private final LongConsumer park;
  private final long origin;

  /** Nanoseconds after the origin. A double is exact to the nanosecond for a hundred days. */
  private double due;

  /**
   * @param rate calls a second; 0 for no limit
   */
  RateLimiter(double rate) {
    this(rate, System::nanoTime, LockSupport::parkNanos);
  }

  RateLimiter(double rate, LongSupplier clock, LongConsumer park) {
    this.intervalNanos = rate == 0 ? 0 : 1e9 / rate;
    this.clock = clock;
    this.park = park;
    this.origin = clock.getAsLong();
  }

  /**
   * Waits for the next call's turn.
   *
   * @throws InterruptedException if the thread is interrupted before or while it waits
   */
  void acquire() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while sending");
    }
    if (intervalNanos == 0) {
      return;
    }
    double now = now();
    due = Math.max(due, now - MAX_ARREARS_NANOS);
    while (now < due) {
      park.accept((long) Math.ceil(due - now));
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for the next turn");
      }
      now = now();
    }
    due += intervalNanos;
  }

  private double now() {
    return clock.getAsLong() - origin;
  }
}
