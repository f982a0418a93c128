package io.zeroflow.runtime;

import java.time.Duration;

/** Time for several waits, one after the other: none of them may use up what the next need. */
final class Patience {

  private final long end;

  private Patience(long end) {
    this.end = end;
  }

  static Patience of(Duration all) {
    return new Patience(System.nanoTime() + all.toNanos());
  }

  /** What the next wait may take: half of what is left. */
  Duration next() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()) / 2);
  }
}
