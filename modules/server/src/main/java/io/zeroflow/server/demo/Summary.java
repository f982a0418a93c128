package io.zeroflow.server.demo;

import io.zeroflow.runtime.follow.AccuracyMatrix;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run came to, in words and numbers. */
final class Summary {

  private final StringBuilder text = new StringBuilder();

  private Summary() {}

  static String of(Board board, LearnerStatus status, long nanos) {
    Summary summary = new Summary();
    summary.matrix(board.rows());
    summary.scores(board);
    summary.learned(board.rows());
    summary.swaps(board);
    summary.cost(status, nanos);
    return summary.text.toString();
  }

  /** Rows: after a task; columns: on a task; the frozen control in brackets. */
  private void matrix(List<Board.Row> rows) {
    line("");
    line("Accuracy on held-out samples, %% (frozen control in brackets)");
    List<String> names = rows.getLast().model().keySet().stream().toList();
    StringBuilder head = new StringBuilder(pad("after", 10));
    names.forEach(name -> head.append(pad(name, 14)));
    line("%s", head.append("all"));
    for (Board.Row row : rows) {
      StringBuilder cells = new StringBuilder(pad(row.task(), 10));
      for (String name : names) {
        Score own = row.model().get(name);
        Score control = row.control().get(name);
        cells.append(
            pad(own == null || control == null ? "" : cell(own.ratio(), control.ratio()), 14));
      }
      line("%s", cells.append(cell(overall(row.model()), overall(row.control()))));
    }
  }

  private void scores(Board board) {
    line("");
    line("%-16s %8s %8s %8s", "", "Avg", "Last", "Fgt");
    scores("learned", board.scores());
    scores("frozen control", board.control());
  }

  private void scores(String name, Board.Scores scores) {
    line(
        "%-16s %8.1f %8.1f %8.1f",
        name, 100 * scores.average(), 100 * scores.last(), 100 * scores.forgetting());
  }

  /** Whether it learns at all: each task right after it, beside the control. */
  private void learned(List<Board.Row> rows) {
    double own = 0;
    double control = 0;
    double within = 0;
    double withinControl = 0;
    for (Board.Row row : rows) {
      own += ratio(row.model(), row.task()) / rows.size();
      control += ratio(row.control(), row.task()) / rows.size();
      within += row.withinModel() / rows.size();
      withinControl += row.withinControl() / rows.size();
    }
    line("");
    line(
        "A task right after it was learned: %.1f %% (frozen control %.1f %%); among its own classes %.1f %% (%.1f %%)",
        100 * own, 100 * control, 100 * within, 100 * withinControl);
  }

  private void swaps(Board board) {
    for (Board.Swap swap : board.swaps()) {
      line(
          "%s %s%s",
          swap.number() == 0 ? "Strategy:" : "Swapped after step " + swap.step() + ":",
          swap.strategy(),
          swap.evidence().isEmpty() ? "" : ", because of " + swap.evidence());
    }
  }

  private void cost(LearnerStatus status, long nanos) {
    line("");
    line(
        "%,d steps, %,d forward passes, 0 backward; %,d samples; d = %,d parameters, %,d classes",
        status.step(),
        status.forwardPasses(),
        status.samples(),
        status.parameters(),
        status.classes());
    line(
        "%.0f s in all; journal %,.0f bytes a step; peak memory of the process %s",
        nanos / 1e9,
        status.step() == 0 ? 0.0 : (double) status.journalBytes() / status.step(),
        peakMemory());
    line("");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String cell(double model, double control) {
    return String.format(Locale.ROOT, "%5.1f (%.1f)", 100 * model, 100 * control);
  }

  private static double ratio(Map<String, Score> scores, String task) {
    Score score = scores.get(task);
    return score == null ? 0 : score.ratio();
  }

  private static double overall(Map<String, Score> scores) {
    return AccuracyMatrix.overall(scores);
  }

  private static String pad(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }

  /** The kernel's high-water mark of resident memory; broker, engine and heap together. */
  private static String peakMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          long kib = Long.parseLong(line.replaceAll("\\D", ""));
          return String.format(Locale.ROOT, "%,d MiB", kib / 1024);
        }
      }
    } catch (IOException e) {
      return "unknown (no /proc)";
    }
    return "unknown";
  }
}
