package io.zeroflow.load;

import io.zeroflow.load.FeedReport.TaskReport;
import java.util.Locale;

/** A report as a table. */
final class Summary {
  private static final double NANOS = 1e9;

  private Summary() {}

  static String of(FeedReport report) {
    int width = "total".length();
    for (TaskReport task : report.tasks()) {
      width = Math.max(width, task.task().length());
    }
    StringBuilder table = new StringBuilder();
    table.append(
        "%-*s %10s %10s %14s %10s %12s%n"
            .replace("*", String.valueOf(width))
            .formatted("task", "train", "eval", "bytes", "seconds", "samples/s"));
    for (TaskReport task : report.tasks()) {
      row(table, width, task);
    }
    row(table, width, report.total());
    if (!report.completed()) {
      table.append("interrupted: the stream is not complete%n".formatted());
    }
    return table.toString();
  }

  private static void row(StringBuilder table, int width, TaskReport task) {
    double seconds = task.elapsed().toNanos() / NANOS;
    double rate = seconds > 0 ? (task.train() + task.eval()) / seconds : 0;
    table.append(
        String.format(
            Locale.ROOT,
            "%-" + width + "s %,10d %,10d %,14d %10.1f %,12.0f%n",
            task.task(),
            task.train(),
            task.eval(),
            task.bytes(),
            seconds,
            rate));
  }
}
