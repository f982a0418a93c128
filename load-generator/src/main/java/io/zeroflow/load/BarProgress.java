package io.zeroflow.load;

import io.zeroflow.data.split.Task;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself, for a terminal. */
final class BarProgress implements Progress {
  private static final int WIDTH = 100;

  private final ProgressBar bar;

  BarProgress(long samples, PrintStream out) {
    bar =
        ProgressBar.builder()
            .setTaskName("samples")
            .setInitialMax(samples)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(250)
            // Given a width, so that the library does not go and ask the terminal for it.
            .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
            .showSpeed()
            .build();
  }

  @Override
  public void taskStarted(Task task, int loop) {
    // The library puts it right after the speed.
    bar.setExtraMessage(" " + task.name() + (loop == 1 ? "" : ", loop " + loop));
  }

  @Override
  public void sampleSent() {
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
