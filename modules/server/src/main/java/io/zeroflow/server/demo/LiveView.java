package io.zeroflow.server.demo;

import io.zeroflow.load.FeedPlan;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The run as it goes: a bar on a terminal, a line now and then elsewhere. */
final class LiveView implements AutoCloseable {

  private static final long LINE_EVERY_NANOS = 5_000_000_000L;
  private static final int BAR_REFRESH_MS = 250;
  private static final int SHORTEST_BAR = 5;

  private final PrintWriter out;
  private final long total;
  private final @Nullable ProgressBar bar;
  private long lastLine = System.nanoTime();
  private long lastRate = lastLine;
  private long lastSamples;
  private double rate = Double.NaN;
  private int swapsShown = 1;
  private volatile String words = "";

  LiveView(PrintWriter out, FeedPlan plan) {
    this.out = out;
    this.total =
        plan.tasks().stream().mapToLong(task -> (long) task.train().size() * plan.epochs()).sum();
    Console console = System.console();
    this.bar =
        console != null && console.isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("learning")
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_REFRESH_MS)
                .setRenderer(
                    (state, width) -> rendered(state.getNormalizedProgress(), words, width))
                .build()
            : null;
  }

  void show(LearnerStatus status, Board board) {
    measureRate(status);
    showSwaps(board);
    if (bar != null) {
      bar.stepTo(status.samples());
      words = words(status, board);
    } else if (System.nanoTime() - lastLine >= LINE_EVERY_NANOS) {
      lastLine = System.nanoTime();
      line(
          String.format(
              Locale.ROOT, "%3d %%  %s", 100 * status.samples() / total, words(status, board)));
    }
  }

  /** What matters most comes first: a narrow terminal cuts the end off. */
  private String words(LearnerStatus status, Board board) {
    return String.format(
        Locale.ROOT,
        "Avg %s  Last %s  Fgt %s  %s  step %,d  loss %s  %s/s",
        Summary.percent(board.scores().average()),
        Summary.percent(board.scores().last()),
        Summary.percent(board.scores().forgetting()),
        status.task() == null ? "no task" : status.task(),
        status.step(),
        Float.isNaN(status.loss()) ? "–" : String.format(Locale.ROOT, "%.3f", status.loss()),
        Double.isNaN(rate) ? "–" : String.format(Locale.ROOT, "%,.0f", rate));
  }

  /**
   * The line on a terminal: how far, the words, and a bar in what is left.
   *
   * @param done from 0 to 1
   * @param width of the terminal, in characters
   */
  static String rendered(double done, String words, int width) {
    String text = String.format(Locale.ROOT, "%3.0f %%  %s", 100 * done, words);
    int left = width - text.length() - " []".length();
    if (left < SHORTEST_BAR) {
      return text.substring(0, Math.min(width, text.length()));
    }
    int full = (int) Math.round(left * Math.clamp(done, 0, 1));
    return "%s [%s%s]".formatted(text, "=".repeat(full), " ".repeat(left - full));
  }

  private void showSwaps(Board board) {
    while (swapsShown < board.swaps().size()) {
      Board.Swap swap = board.swaps().get(swapsShown++);
      line(
          "swap after step %,d, by %s: %s%n     why: %s"
              .formatted(swap.step(), swap.cause(), swap.strategy(), swap.evidence()));
    }
  }

  private void line(String text) {
    out.println((bar == null ? "" : System.lineSeparator()) + text);
    out.flush();
  }

  private void measureRate(LearnerStatus status) {
    long now = System.nanoTime();
    if (now - lastRate > 1_000_000_000L) {
      rate = (status.samples() - lastSamples) / ((now - lastRate) / 1e9);
      lastRate = now;
      lastSamples = status.samples();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
