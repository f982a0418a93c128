package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.load.FeedReport.TaskReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private final List<TaskReport> tasks =
      List.of(
          new TaskReport("task-1", 1000, 200, 123_456, Duration.ofSeconds(2)),
          new TaskReport("a longer name", 500, 100, 4_000, Duration.ZERO));

  @Test
  void isATable() {
    String table = Summary.of(new FeedReport(tasks, Duration.ofMillis(4500), true));

    assertThat(table.lines())
        .containsExactly(
            "task               train       eval          bytes    seconds    samples/s",
            "task-1             1,000        200        123,456        2.0          600",
            "a longer name        500        100          4,000        0.0            0",
            "total              1,500        300        127,456        4.5          400");
  }

  @Test
  void saysWhenTheStreamIsNotComplete() {
    assertThat(Summary.of(new FeedReport(tasks, Duration.ofSeconds(1), false)).lines())
        .last()
        .isEqualTo("interrupted: the stream is not complete");
  }
}
