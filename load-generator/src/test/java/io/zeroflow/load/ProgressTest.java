package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.data.split.Task;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Task task = ToyTasks.of("task-1", 3, 2);
  private long now;

  @Test
  void linesComeEveryTenSecondsAndAtTheEndOfATask() {
    try (Progress progress = new LineProgress(5000, out, () -> now)) {
      progress.taskStarted(task, 1);
      progress.sampleSent();
      now += 9 * SECOND;
      progress.sampleSent();
      now += SECOND;
      progress.sampleSent();
      now += SECOND;
      progress.sampleSent();
      progress.taskEnded(task, 1);
      progress.taskStarted(task, 2);
      progress.taskEnded(task, 2);
    }

    assertThat(text().lines())
        .containsExactly(
            "sending task-1: 3 of 5,000 samples",
            "sent task-1: 4 of 5,000 samples",
            "sent task-1, loop 2: 4 of 5,000 samples");
  }

  @Test
  void theBarEndsFull() {
    try (Progress progress = new BarProgress(5, out)) {
      progress.taskStarted(task, 1);
      for (int i = 0; i < 5; i++) {
        progress.sampleSent();
      }
      progress.taskEnded(task, 1);
    }

    assertThat(text()).contains("100%").contains("5/5").contains("task-1");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
