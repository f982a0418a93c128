package io.zeroflow.journal;

import java.time.Instant;
import java.util.List;

/**
 * One entry of the journal.
 *
 * @param epoch which life of the learner wrote it; grows by one at every start of a learner
 * @param sequence its position in the model's history: 0, 1, 2, … without a gap
 * @param time wall clock at the learner; information only
 * @param consumed source offsets that it uses up
 * @param change what it does
 */
public record JournalRecord(
    long epoch, long sequence, Instant time, List<Consumed> consumed, Change change) {

  public JournalRecord {
    consumed = List.copyOf(consumed);
  }
}
