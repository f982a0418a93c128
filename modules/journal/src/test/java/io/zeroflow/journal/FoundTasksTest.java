package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundTasksTest {

  private final Replica replica = Records.replica(4);

  @Test
  void recordsOfTheSourceBelongToTheTaskThatRanWhenTheyWereConsumed() {
    start("found-1", "the stream names no task");
    consume(0, 10);
    start("named", "");
    consume(10, 15);
    start("found-2", "a change");
    consume(15, 20);
    start("found-1", "known");
    consume(20, 30);
    end("found-1");
    consume(30, 31);

    assertThat(tasksAt(replica, 0, 9, 10, 14, 15, 19, 20, 29, 30))
        .isEqualTo(
            Arrays.asList(
                "found-1", "found-1", null, null, "found-2", "found-2", "found-1", "found-1",
                null));
    assertThat(replica.found().at(1, 0)).isNull();
    assertThat(replica.found().means()).containsOnlyKeys("found-1", "found-2");
    assertThat(replica.found().contains("named")).isFalse();
  }

  @Test
  void visitsOfATaskAddUp() {
    start("found-1", "new");
    end("found-1", row("cat", 1, 2f), row("dog", 3, 1f));
    start("found-1", "again");
    end("found-1", row("cat", 3, 6f));
    start("named", "");
    end("named", row("bird", 9, 1f));

    List<HeadRow> means = replica.found().means().getOrDefault("found-1", List.of());
    assertThat(means).extracting(HeadRow::label).containsExactly("cat", "dog");
    assertThat(means).extracting(HeadRow::count).containsExactly(4L, 3L);
    assertThat(means.getFirst().values()[0]).isCloseTo((2f + 3 * 6f) / 4, within(1e-6f));
    assertThat(means.getLast().values()[0]).isEqualTo(1f);
    assertThat(replica.found().means()).containsOnlyKeys("found-1");
  }

  @Test
  void aSnapshotHoldsThem() throws IOException {
    start("found-1", "new");
    consume(0, 10);
    end("found-1", row("cat", 1, 2f));
    start("found-2", "a change");
    consume(10, 11);

    var bytes = new ByteArrayOutputStream();
    replica.save(new DataOutputStream(bytes));
    Replica copy = new Replica();
    copy.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(tasksAt(copy, 0, 9, 10)).containsExactly("found-1", "found-1", "found-2");
    assertThat(copy.found().means()).containsOnlyKeys("found-1", "found-2");
    assertThat(copy.found().means().getOrDefault("found-1", List.of()).getFirst().values())
        .isEqualTo(row("cat", 1, 2f).values());
  }

  private static List<String> tasksAt(Replica replica, long... offsets) {
    return Arrays.stream(offsets).mapToObj(offset -> replica.found().at(0, offset)).toList();
  }

  private static HeadRow row(String label, long count, float value) {
    float[] values = new float[Records.WIDTH];
    Arrays.fill(values, value);
    return new HeadRow(label, count, values);
  }

  private void start(String task, String evidence) {
    apply(List.of(), new Change.TaskStarted(task, false, evidence));
  }

  private void end(String task, HeadRow... rows) {
    apply(List.of(), new Change.TaskEnded(task, List.of(rows)));
  }

  private void consume(long from, long to) {
    apply(List.of(new Consumed(0, from, to)), new Change.InputSkipped("for a test"));
  }

  private void apply(List<Consumed> consumed, Change change) {
    replica.apply(replica.next(0, Records.TIME, consumed, change));
  }
}
