package io.zeroflow.journal.kafka;

import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model's journal holds, found out by replaying it: a follower that keeps θ alone, without a
 * network or a method. Every check that a follower makes is made on the way.
 *
 * @param replica as of the last good record
 * @param kinds number of records by the kind of their change
 * @param first wall clock of the first record, null if there is none
 * @param last the same of the last
 * @param problem why the record after the last good one cannot be applied; null if all can
 */
public record Inspection(
    Replica replica,
    Map<String, Long> kinds,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable String problem) {

  private static final Duration POLL = Duration.ofMillis(500);

  /** Every step that there is. */
  public static final long ALL = Long.MAX_VALUE;

  /**
   * Replays what is committed now.
   *
   * @param reader at its start
   * @param untilStep the step after whose record to stop
   */
  public static Inspection of(JournalReader reader, long untilStep, Recovery.Progress progress) {
    Replica replica = new Replica();
    Map<String, Long> kinds = new TreeMap<>();
    Instant first = null;
    Instant last = null;
    long end = reader.end();
    try {
      while (reader.position() < end && replica.step() < untilStep) {
        for (JournalRecord record : reader.poll(POLL)) {
          if (replica.step() < untilStep) {
            replica.apply(record);
            kinds.merge(record.change().kind(), 1L, Long::sum);
            first = first == null ? record.time() : first;
            last = record.time();
          }
        }
        progress.replayed(reader.position(), end);
      }
    } catch (JournalException e) {
      return new Inspection(replica, kinds, first, last, String.valueOf(e.getMessage()));
    }
    return new Inspection(replica, kinds, first, last, null);
  }

  /** Number of good records. */
  public long records() {
    return kinds.values().stream().mapToLong(n -> n).sum();
  }
}
