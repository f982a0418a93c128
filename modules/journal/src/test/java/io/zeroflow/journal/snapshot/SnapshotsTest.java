package io.zeroflow.journal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.journal.Fingerprint;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.Records;
import io.zeroflow.journal.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged in any way, a snapshot is passed over; none is ever taken for what it is not. */
class SnapshotsTest {

  @TempDir private Path root;

  private static Snapshot snapshot(long sequence) {
    return new Snapshot("topic-id", 10 * sequence, sequence, sequence / 2, new byte[] {1, 2, 3});
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Replica replica = Records.replica(5);
    Snapshots snapshots = new Snapshots(root, "a/model with ../ in it", 2);
    snapshots.write(Snapshot.of(replica, "topic-id", 77));
    Snapshot read = snapshots.latest(snapshot -> true).orElseThrow();
    assertThat(read.nextOffset()).isEqualTo(77);
    assertThat(read.journal()).isEqualTo("topic-id");
    Replica restored = new Replica();
    read.restore(restored);
    assertThat(Fingerprint.of(restored)).isEqualTo(Fingerprint.of(replica));
    assertThat(root.relativize(files().getFirst()).getNameCount()).isEqualTo(2);
  }

  @Test
  void theLastFewStay() throws Exception {
    Snapshots snapshots = new Snapshots(root, "m", 3);
    for (long sequence : new long[] {5, 100, 7, 99, 1000}) {
      snapshots.write(snapshot(sequence));
    }
    assertThat(files()).hasSize(3);
    assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(1000);
    assertThat(snapshots.latest(s -> s.sequence() < 1000).orElseThrow().sequence()).isEqualTo(100);
    assertThat(snapshots.latest(s -> s.sequence() < 50)).isEmpty();
  }

  @Test
  void aFileCutAtAnyLengthIsPassedOver() throws Exception {
    Snapshots snapshots = new Snapshots(root, "m", 3);
    snapshots.write(snapshot(1));
    Path newest = snapshots.write(snapshot(2));
    byte[] whole = Files.readAllBytes(newest);
    for (int length = 0; length < whole.length; length++) {
      Files.write(newest, Arrays.copyOf(whole, length));
      assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(1);
    }
    Files.write(newest, whole);
    assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void aFlippedBitAnywhereIsSeen() throws Exception {
    Snapshots snapshots = new Snapshots(root, "m", 3);
    snapshots.write(snapshot(1));
    Path newest = snapshots.write(snapshot(2));
    byte[] whole = Files.readAllBytes(newest);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(newest, damaged);
      assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(1);
    }
  }

  @Test
  void aDiskThatTakesNothingLeavesTheEarlierOnes() throws Exception {
    Snapshots snapshots = new Snapshots(root, "m", 2);
    Path first = snapshots.write(snapshot(1));
    // A directory in the way, as permissions do not stop a test that runs as root.
    Files.createDirectory(first.resolveSibling("%020d.snapshot.part".formatted(2)));
    Files.createFile(first.resolveSibling("%020d.snapshot.part".formatted(2)).resolve("x"));
    assertThatThrownBy(() -> snapshots.write(snapshot(2))).isInstanceOf(IOException.class);
    assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(1);
    snapshots.write(snapshot(3));
    assertThat(snapshots.latest(s -> true).orElseThrow().sequence()).isEqualTo(3);
  }

  @Test
  void oneOfAnotherKindOfStateIsRefused() {
    Snapshot whole = Snapshot.of(Records.replica(5), "id", 0);
    byte[] longer = Arrays.copyOf(whole.state(), whole.state().length + 1);
    Snapshot other = new Snapshot("id", 0, 0, 0, longer);
    assertThatThrownBy(() -> other.restore(new Replica()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be taken up");
  }

  @Test
  void withoutADirectoryThereIsNone() {
    assertThat(new Snapshots(root.resolve("absent"), "m", 1).latest(s -> true)).isEmpty();
  }
}
