package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.BenchProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with the time left on a terminal, a line now and then elsewhere. */
final class TerminalProgress implements BenchProgress, AutoCloseable {

  private static final long LINE_EVERY_NANOS = 15_000_000_000L;
  private static final int BAR_REFRESH_MS = 250;

  private final PrintWriter out;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private String phase = "";
  private String unit = "";
  private long total = 1;
  private long done;
  private long began;
  private long lastLine;

  TerminalProgress(PrintWriter out) {
    this.out = out;
    Console console = System.console();
    this.terminal = console != null && console.isTerminal();
  }

  @Override
  public void begin(String phase, String unit, long total) {
    close();
    this.phase = phase;
    this.unit = unit;
    this.total = total;
    done = 0;
    began = System.nanoTime();
    lastLine = began;
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(phase)
              .setUnit(" " + unit, 1)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(BAR_REFRESH_MS)
              .build();
    }
  }

  @Override
  public void total(long total) {
    this.total = total;
    if (bar != null) {
      bar.maxHint(total);
    }
  }

  @Override
  public void step(long units) {
    done += units;
    if (bar != null) {
      bar.stepBy(units);
    } else if (!terminal && System.nanoTime() - lastLine >= LINE_EVERY_NANOS) {
      lastLine = System.nanoTime();
      double left = (lastLine - began) / 1e9 / done * Math.max(0, total - done);
      line(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d %s, about %s left",
              phase,
              done,
              total,
              unit,
              Duration.ofSeconds((long) left).toString().substring(2).toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public void note(String line) {
    line((bar == null ? "" : System.lineSeparator()) + line);
  }

  private void line(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
