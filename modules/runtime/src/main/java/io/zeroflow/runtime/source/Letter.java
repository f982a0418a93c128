package io.zeroflow.runtime.source;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, as it lies in its topic.
 *
 * @param record original key, value and headers, and ours
 */
public record Letter(ConsumerRecord<byte[], byte[]> record) {

  /** Where it lies: {@code partition:offset}. */
  public String place() {
    return record.partition() + ":" + record.offset();
  }

  /** A word to count by, such as {@code bad_shape}. */
  public String reason() {
    return text("reason");
  }

  /** Why it could not be learned, in words. */
  public String why() {
    return text("exception.message");
  }

  /** At which stage it was set aside. */
  public String stage() {
    return text("stage");
  }

  /**
   * Where it came from: topic, partition and offset. Two letters of one origin are of one record.
   * One that does not say so is of its own.
   */
  public String origin() {
    return header("topic") == null
        ? place()
        : "%s-%s-%s".formatted(text("topic"), text("partition"), text("offset"));
  }

  /** The sender's own name for the record; empty for none. */
  public String id() {
    return text("id");
  }

  /** Whether the value was too large for the topic, and is gone. */
  public boolean valueDropped() {
    return header("value.dropped.bytes") != null;
  }

  /** Bytes of the value; 0 for a tombstone. */
  public int size() {
    return record.value() == null ? 0 : record.value().length;
  }

  private String text(String name) {
    Header header = header(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private @Nullable Header header(String name) {
    return record.headers().lastHeader(DeadLetters.PREFIX + name);
  }
}
