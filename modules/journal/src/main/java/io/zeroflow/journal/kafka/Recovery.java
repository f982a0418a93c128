package io.zeroflow.journal.kafka;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.time.Duration;
import java.util.Optional;

/** Rebuilds a replica from the journal: a follower that stops at the end. */
public final class Recovery {

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
   * Applies all that is committed now. No forward pass is run.
   *
   * @param method the method's state as of an empty journal
   * @return the replica, not {@link Replica#created created} if the journal is empty
   */
  public static Replica replay(JournalReader reader, MethodState method, Progress progress) {
    Replica replica = new Replica(method);
    long end = reader.end();
    while (reader.position() < end) {
      reader.poll(POLL).forEach(replica::apply);
      progress.replayed(reader.position(), end);
    }
    return replica;
  }
}
