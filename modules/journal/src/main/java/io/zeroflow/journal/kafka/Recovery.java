package io.zeroflow.journal.kafka;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.snapshot.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds a replica from the journal: a follower that stops at the end. */
public final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private Recovery() {}

  /** Told now and then how far a replay is. */
  @FunctionalInterface
  public interface Progress {
    void replayed(long offset, long end);
  }

  /**
   * How the model was created, without a replay: its first record says so.
   *
   * @param reader at its start; not of use for a replay afterwards
   * @return nothing if the journal holds no record of the model
   */
  public static Optional<Change.ModelCreated> created(JournalReader reader) {
    long end = reader.end();
    while (reader.position() < end) {
      for (JournalRecord record : reader.poll(POLL)) {
        if (record.change() instanceof Change.ModelCreated model) {
          return Optional.of(model);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Applies all that is committed now, from a snapshot on. No forward pass is run. A snapshot that
   * cannot be taken up is passed over, and the replay begins at the journal's first record.
   *
   * @param snapshot of this journal; null to begin at its first record
   * @param method gives the method's state as of an empty journal
   * @return the replica, not {@link Replica#created created} if the journal is empty
   * @throws JournalException if the journal ends before the snapshot does: it lost committed
   *     records
   */
  public static Replica replay(
      JournalReader reader,
      @Nullable Snapshot snapshot,
      Supplier<? extends MethodState> method,
      Progress progress) {
    Replica replica = new Replica(method.get());
    if (snapshot == null) {
      return replay(reader, replica, progress);
    }
    if (snapshot.nextOffset() > reader.end()) {
      throw new JournalException(
          "the journal ends at offset %d, but a snapshot of step %d was made from it up to offset %d: committed records are lost. To go on with what is left, delete the snapshots"
              .formatted(reader.end(), snapshot.step(), snapshot.nextOffset()));
    }
    try {
      snapshot.restore(replica);
    } catch (JournalException e) {
      LOG.warn("{}; the journal is replayed from its start", e.getMessage());
      return replay(reader, new Replica(method.get()), progress);
    }
    reader.seek(snapshot.nextOffset());
    return replay(reader, replica, progress);
  }

  private static Replica replay(JournalReader reader, Replica replica, Progress progress) {
    long end = reader.end();
    while (reader.position() < end) {
      reader.poll(POLL).forEach(replica::apply);
      progress.replayed(reader.position(), end);
    }
    return replica;
  }
}
