package io.zeroflow.journal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Fingerprint;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.Pause;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Records;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that an earlier release wrote is taken up; format-2.snapshot never changes. */
class SnapshotFormatTest {

  private static final Path FORMAT_2 = Path.of("src/test/resources/format-2.snapshot");

  @TempDir private Path directory;

  @Test
  void oneFromBeforeThereWerePausesIsTheSameModel() throws Exception {
    Snapshot snapshot = SnapshotFile.read(FORMAT_2);
    assertThat(snapshot.nextOffset()).isEqualTo(77);
    Replica restored = new Replica();
    snapshot.restore(restored);
    Replica expected = replica();
    assertThat(Fingerprint.of(restored)).isEqualTo(Fingerprint.of(expected));
    assertThat(restored.policy()).isEqualTo("canary");
    assertThat(restored.<String>asFork(view -> view.theta().sha256()))
        .isEqualTo(expected.<String>asFork(view -> view.theta().sha256()));
    assertThat(restored.pause()).isNull();
  }

  @Test
  void aPauseIsInASnapshotUntilItIsOver() throws Exception {
    Replica replica = replica();
    Reason reason = new Reason("operator", "“Wartung”", "");
    apply(replica, new Change.LearningPaused(true, reason));
    assertThat(written(replica).pause()).isEqualTo(new Pause(reason, Records.TIME));
    apply(replica, new Change.LearningPaused(false, Reason.operator()));
    assertThat(written(replica).pause()).isNull();
  }

  @Test
  void aFormatOfALaterReleaseIsNamed() throws Exception {
    Path file = directory.resolve("later");
    byte[] bytes = Files.readAllBytes(FORMAT_2);
    bytes[7] = 9;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SnapshotFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("it is of format 9; this release reads 2 and 3");
  }

  private Replica written(Replica replica) throws IOException {
    Path file = directory.resolve("new");
    SnapshotFile.write(file, Snapshot.of(replica, "topic-id", 78));
    Replica restored = new Replica();
    SnapshotFile.read(file).restore(restored);
    return restored;
  }

  /** The replica that is in the file. */
  private static Replica replica() {
    Replica replica = Records.replica(4);
    apply(replica, new Change.TaskStarted("t"));
    List<HeadRow> rows = List.of(Records.row("cat", 1, new Random(7)));
    apply(replica, new Change.HeadRows(rows));
    apply(replica, new Change.Step(replica.measure(Records.quadratic()), 0, 1));
    apply(replica, new Change.PolicyChanged("canary", Reason.operator()));
    apply(replica, new Change.Forked(Strategy.parse("zo-adam"), true, Reason.operator()));
    return replica;
  }

  private static void apply(Replica replica, Change change) {
    replica.apply(replica.next(1, Records.TIME, List.of(), change));
  }
}
