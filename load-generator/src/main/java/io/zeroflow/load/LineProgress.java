package io.zeroflow.load;

import io.zeroflow.data.split.Task;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A line a task, and one every ten seconds in between, for logs. */
final class LineProgress implements Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final long samples;
  private final PrintStream out;
  private final LongSupplier clock;
  private String current = "";
  private long sent;
  private long lastLine;

  /**
   * @param samples of the whole feed
   * @param clock nanoseconds, such as {@link System#nanoTime}
   */
  LineProgress(long samples, PrintStream out, LongSupplier clock) {
    this.samples = samples;
    this.out = out;
    this.clock = clock;
    this.lastLine = clock.getAsLong();
  }

  @Override
  public void taskStarted(Task task, int loop) {
    current = loop == 1 ? task.name() : task.name() + ", loop " + loop;
  }

  @Override
  public void sampleSent() {
    sent++;
    if (clock.getAsLong() - lastLine >= INTERVAL_NANOS) {
      line("sending");
    }
  }

  @Override
  public void taskEnded(Task task, int loop) {
    line("sent");
  }

  private void line(String verb) {
    lastLine = clock.getAsLong();
    out.printf("%s %s: %,d of %,d samples%n", verb, current, sent, samples);
  }
}
