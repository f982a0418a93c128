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

  private final PrintWriter out;
  private final long total;
  private final @Nullable ProgressBar bar;
  private long lastLine = System.nanoTime();
  private long lastRate = lastLine;
  private long lastSamples;
  private double rate = Double.NaN;
  private int swapsShown = 1;

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
                .build()
            : null;
  }

  void show(LearnerStatus status, Board board) {
    measureRate(status);
    showSwaps(board);
    if (bar != null) {
      bar.stepTo(status.samples());
      bar.setExtraMessage(" " + words(status, board));
    } else if (System.nanoTime() - lastLine >= LINE_EVERY_NANOS) {
      lastLine = System.nanoTime();
      line(
          String.format(
              Locale.ROOT, "%3d %%  %s", 100 * status.samples() / total, words(status, board)));
    }
  }

  private String words(LearnerStatus status, Board board) {
    return String.format(
        Locale.ROOT,
        "%s step %,d  loss %s  %s samples/s  Avg %s  Last %s  Fgt %s",
        status.task() == null ? "no task" : status.task(),
        status.step(),
        Float.isNaN(status.loss()) ? "–" : String.format(Locale.ROOT, "%.3f", status.loss()),
        Double.isNaN(rate) ? "–" : String.format(Locale.ROOT, "%,.0f", rate),
        Summary.percent(board.scores().average()),
        Summary.percent(board.scores().last()),
        Summary.percent(board.scores().forgetting()));
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
