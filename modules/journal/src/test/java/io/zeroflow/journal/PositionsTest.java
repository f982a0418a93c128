package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a replica knows of the source beside how far it is. */
class PositionsTest {

  private static final Reason QUIET = new Reason(Reason.QUIET, "no record for 30 s", "");

  private final Replica replica = Records.replica(4);

  @Test
  void whereTheRunningTasksBatchesWereCutShortIsKnown() {
    apply(new Change.TaskStarted("a"));
    apply(
        List.of(new Consumed(0, 0, 4)),
        new Change.HeadRows(List.of(Records.row("cat", 4, new Random(1)))));
    apply(List.of(new Consumed(0, 4, 7), new Consumed(3, 0, 2)), new Change.Flushed(3, QUIET));
    apply(List.of(new Consumed(0, 7, 9)), new Change.Flushed(2, Reason.operator()));
    assertThat(replica.cuts()).isEqualTo(Map.of(0, List.of(7L, 9L), 3, List.of(2L)));
    apply(new Change.TaskEnded("a", List.of()));
    apply(new Change.TaskStarted("b"));
    assertThat(replica.cuts()).isEmpty();
  }

  @Test
  void offsetsThatArePassedChangeNothingElse() {
    apply(new Change.TaskStarted("a"));
    Fingerprint before = Fingerprint.of(replica);
    apply(List.of(), new Change.OffsetsPassed(Map.of(0, 12L)));
    assertThat(Fingerprint.of(replica))
        .usingRecursiveComparison()
        .ignoringFields("sequence")
        .isEqualTo(before);
    assertThat(replica.readPositions()).isEqualTo(Map.of(0, 12L));
  }

  @Test
  void aSnapshotHoldsBoth() throws IOException {
    apply(new Change.TaskStarted("a"));
    apply(List.of(new Consumed(0, 0, 7)), new Change.Flushed(3, QUIET));
    apply(List.of(), new Change.OffsetsPassed(Map.of(0, 12L)));
    Replica loaded = loaded(saved(replica));
    assertThat(Fingerprint.of(loaded)).isEqualTo(Fingerprint.of(replica));
    assertThat(loaded.cuts()).isEqualTo(Map.of(0, List.of(7L)));
    assertThat(loaded.readPositions()).isEqualTo(Map.of(0, 12L));
  }

  /** It ends where theirs did: both were unknown. */
  @Test
  void aSnapshotOfAnEarlierReleaseHoldsNeither() throws IOException {
    byte[] bytes = saved(replica);
    Replica loaded = loaded(Arrays.copyOf(bytes, bytes.length - 2 * Integer.BYTES));
    assertThat(Fingerprint.of(loaded)).isEqualTo(Fingerprint.of(replica));
    assertThat(loaded.cuts()).isEmpty();
    assertThat(loaded.readPositions()).isEmpty();
  }

  private void apply(Change change) {
    apply(List.of(), change);
  }

  private void apply(List<Consumed> consumed, Change change) {
    replica.apply(replica.next(1, Records.TIME, consumed, change));
  }

  private static byte[] saved(Replica replica) throws IOException {
    var bytes = new ByteArrayOutputStream();
    replica.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Replica loaded(byte[] bytes) throws IOException {
    Replica replica = new Replica();
    replica.load(new DataInputStream(new ByteArrayInputStream(bytes)));
    return replica;
  }
}
