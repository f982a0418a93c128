package io.zeroflow.server.demo;

import io.zeroflow.runtime.follow.AccuracyMatrix;
import io.zeroflow.runtime.follow.AccuracyMatrix.Score;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    List<String> names =
        rows.stream().flatMap(row -> row.model().keySet().stream()).distinct().toList();
    StringBuilder head = new StringBuilder(pad("after", 10));
    names.forEach(name -> head.append(pad(name, 14)));
    line("%s", head.append("all"));
    for (Board.Row row : rows) {
      StringBuilder cells = new StringBuilder(pad(row.task(), 10));
      for (String name : names) {
        Score own = row.model().get(name);
        Score control = row.control().get(name);
        cells.append(pad(own == null ? "" : cell(ratio(own), ratio(control)), 14));
      }
      line(
          "%s",
          cells.append(
              cell(AccuracyMatrix.overall(row.model()), AccuracyMatrix.overall(row.control()))));
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
        "%-16s %8s %8s %8s",
        name, percent(scores.average()), percent(scores.last()), percent(scores.forgetting()));
  }

  /** Whether it learns at all: each task right after it, beside the control. */
  private void learned(List<Board.Row> rows) {
    line("");
    line(
        "A task right after it was learned, %%: %s (frozen control %s); among its own classes %s (%s)",
        mean(rows, row -> ratio(row.model().get(row.task()))),
        mean(rows, row -> ratio(row.control().get(row.task()))),
        mean(rows, Board.Row::withinModel),
        mean(rows, Board.Row::withinControl));
  }

  /** Over the tasks that were measured. */
  private static String mean(List<Board.Row> rows, Function<Board.Row, @Nullable Double> ratio) {
    List<Double> ratios = new ArrayList<>();
    for (Board.Row row : rows) {
      Double one = ratio.apply(row);
      if (one != null) {
        ratios.add(one);
      }
    }
    return percent(AccuracyMatrix.mean(ratios));
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
        "%.0f s in all; journal %s bytes a step; peak memory of the process %s",
        nanos / 1e9,
        status.step() == 0
            ? "–"
            : String.format(Locale.ROOT, "%,.0f", (double) status.journalBytes() / status.step()),
        peakMemory());
    line("");
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String cell(@Nullable Double model, @Nullable Double control) {
    return String.format(Locale.ROOT, "%5s (%s)", percent(model), percent(control));
  }

  private static @Nullable Double ratio(@Nullable Score score) {
    return score == null ? null : (Double) score.ratio();
  }

  /** A number; a dash for what was not measured. */
  static String percent(@Nullable Double ratio) {
    return ratio == null ? "–" : String.format(Locale.ROOT, "%.1f", 100 * ratio);
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
