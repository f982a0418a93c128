package io.zeroflow.journal.snapshot;

import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.Replica;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A replica as bytes, and where its journal goes on.
 *
 * @param journal id of the topic that it was made from: another of the same name is another journal
 * @param nextOffset where in it the records after this snapshot begin
 * @param sequence of the last record in it
 * @param step of the model
 * @param state what {@link Replica#save} wrote; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Snapshot(String journal, long nextOffset, long sequence, long step, byte[] state) {

  /** Of a replica as it is now. */
  public static Snapshot of(Replica replica, String journal, long nextOffset) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      replica.save(out);
    } catch (IOException e) {
      throw new JournalException("a replica could not be written: " + e.getMessage(), e);
    }
    return new Snapshot(
        journal, nextOffset, replica.sequence(), replica.step(), bytes.toByteArray());
  }

  /**
   * Makes an empty replica of the same method equal to the one that was saved.
   *
   * @throws JournalException if it is of another method or cannot be taken up; the replica is then
   *     of no use
   */
  public void restore(Replica empty) {
    try (var in = new DataInputStream(new ByteArrayInputStream(state))) {
      empty.load(in);
      if (in.read() >= 0) {
        throw new JournalException(
            "the snapshot of step %d holds more than a replica of this method takes"
                .formatted(step));
      }
    } catch (IOException | RuntimeException e) {
      throw new JournalException(
          "the snapshot of step %d cannot be taken up: %s".formatted(step, e.getMessage()), e);
    }
  }
}
