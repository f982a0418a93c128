package io.zeroflow.load;

import java.time.Duration;
import java.util.List;

/**
 * What a feed sent, counted as the brokers acknowledged it.
 *
 * @param tasks in the order of the stream; the loops of a task are added up
 * @param elapsed from the first record to the last acknowledgement
 * @param completed false if it was interrupted
 */
public record FeedReport(List<TaskReport> tasks, Duration elapsed, boolean completed) {

  /**
   * One task's share.
   *
   * @param task its name
   * @param train samples to learn from, every epoch counted
   * @param eval samples held out
   * @param bytes of the values of samples and task ends, uncompressed
   * @param elapsed the time spent on it
   */
  public record TaskReport(String task, long train, long eval, long bytes, Duration elapsed) {}

  /** Copies the list. */
  public FeedReport {
    tasks = List.copyOf(tasks);
  }

  /** All tasks together, under the name {@code total}. */
  public TaskReport total() {
    long train = 0;
    long eval = 0;
    long bytes = 0;
    for (TaskReport task : tasks) {
      train += task.train();
      eval += task.eval();
      bytes += task.bytes();
    }
    return new TaskReport("total", train, eval, bytes, elapsed);
  }
}
