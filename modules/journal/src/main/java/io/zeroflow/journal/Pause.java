package io.zeroflow.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A learner that takes no step for now.
 *
 * @param reason why
 * @param since when it was decided, by the learner's clock
 */
public record Pause(Reason reason, Instant since) {

  public Pause {
    since = since.truncatedTo(ChronoUnit.MILLIS); // as a record has it
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(reason.cause());
    out.writeUTF(reason.evidence());
    out.writeUTF(reason.expected());
    out.writeLong(since.toEpochMilli());
  }

  static Pause load(DataInput in) throws IOException {
    return new Pause(
        new Reason(in.readUTF(), in.readUTF(), in.readUTF()), Instant.ofEpochMilli(in.readLong()));
  }
}
