package io.zeroflow.journal.kafka;

import io.zeroflow.journal.MethodState;
import io.zeroflow.journal.Replica;
import java.time.Duration;

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
