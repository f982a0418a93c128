package io.zeroflow.runtime.source;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.split.HashSplit;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the tasks topic after decoding.
 *
 * @param message what it says, or null for a dead letter
 * @param error why it cannot be learned from, or null
 */
record Decoded(
    ConsumerRecord<byte[], byte[]> record,
    @Nullable StreamMessage message,
    @Nullable BadRecord error)
    implements Arrival {

  /** In UTF-16 units: 256 for each of the 512 tokens that the longest text may have. */
  static final int MAX_TEXT = 1 << 17;

  /** A reason for the dead-letter topic: a word to count by and a sentence to read. */
  record BadRecord(String reason, String why) {}

  static Decoded of(
      ConsumerRecord<byte[], byte[]> record,
      SampleCodec codec,
      HashSplit split,
      SampleChecks checks) {
    try {
      StreamMessage message = split.apply(codec.decode(record.value()));
      BadRecord refused = message instanceof Sample sample ? checks.refuse(sample) : null;
      return refused == null
          ? new Decoded(record, cut(message), null)
          : new Decoded(record, null, refused);
    } catch (BadSampleException e) {
      return new Decoded(record, null, new BadRecord(e.reason().label(), describe(e)));
    }
  }

  /** Lots of samples wait for the learner, and their texts with them, however little is read. */
  private static StreamMessage cut(StreamMessage message) {
    return message instanceof Sample sample
            && sample.payload() instanceof Payload.Text(String text)
            && text.length() > MAX_TEXT
        ? new Sample(
            sample.task(),
            sample.label(),
            sample.split(),
            new Payload.Text(head(text.stripLeading())))
        : message;
  }

  private static String head(String text) {
    int most = Math.min(text.length(), MAX_TEXT);
    boolean within = !Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, within ? most : most - 1);
  }

  /** The held-out sample that this is, or null. */
  @Nullable Sample heldOut() {
    return message instanceof Sample sample && sample.split() == Split.EVAL ? sample : null;
  }

  /** The training sample that this is, or null. */
  @Nullable Sample training() {
    return message instanceof Sample sample && sample.split() == Split.TRAIN ? sample : null;
  }

  /** The task end that this is, or null. */
  @Nullable TaskEnd taskEnd() {
    return message instanceof TaskEnd end ? end : null;
  }

  /** Whether it lies before an offset of its partition. */
  boolean isBefore(Map<Integer, Long> positions) {
    return record.offset() < positions.getOrDefault(record.partition(), 0L);
  }

  private static String describe(BadSampleException e) {
    String message = e.getMessage();
    return message == null ? e.reason().label() : message;
  }
}
