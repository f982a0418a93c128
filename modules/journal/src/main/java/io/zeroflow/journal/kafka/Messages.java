package io.zeroflow.journal.kafka;

import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Between the journal's records and the messages of its topic. A record that is larger than {@link
 * #LARGEST}, as one with the gradient of a backprop step may be, becomes several messages of one
 * transaction, each with a header {@value #PART}: its number from 0, and how many there are. As
 * readers see whole transactions only, they see all of them or none.
 *
 * <p>An object puts together the messages of one reader, in their order, and belongs to its thread.
 * That they arrive as they were sent is Kafka's to check, by a CRC-32C over every batch.
 */
public final class Messages {

  /** Bytes of the largest value: with its header below what every broker takes by default. */
  static final int LARGEST = (1 << 20) - (64 << 10);

  private static final String PART = "zeroflow-part";

  private final byte[] model;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private int number;
  private long next;

  /** Messages of one model; those of others are passed over. */
  public Messages(String model) {
    this.model = model.getBytes(StandardCharsets.UTF_8);
  }

  /** The messages of an encoded record. */
  static List<ProducerRecord<byte[], byte[]>> of(
      String topic, int partition, String model, byte[] record) {
    byte[] key = model.getBytes(StandardCharsets.UTF_8);
    if (record.length <= LARGEST) {
      return List.of(new ProducerRecord<>(topic, partition, key, record));
    }
    int count = Math.ceilDiv(record.length, LARGEST);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = i * LARGEST;
      var message =
          new ProducerRecord<>(
              topic,
              partition,
              key,
              Arrays.copyOfRange(record, from, Math.min(record.length, from + LARGEST)));
      message.headers().add(PART, ByteBuffer.allocate(8).putInt(i).putInt(count).array());
      messages.add(message);
    }
    return messages;
  }

  /**
   * Takes the next message.
   *
   * @return the record that it is, or completes; null if it is of another model, or more are to
   *     come
   * @throws JournalException if it is no record of ours, or not the part that is due
   */
  public @Nullable JournalRecord next(ConsumerRecord<byte[], byte[]> message) {
    if (!Arrays.equals(model, message.key())) {
      return null;
    }
    Header part = message.headers().lastHeader(PART);
    byte[] value = part == null ? message.value() : joined(message, part);
    if (part == null && number > 0) {
      throw new JournalException(
          "a whole record is at offset %d of the journal, where part %d of one was due"
              .formatted(message.offset(), number));
    }
    if (part != null && value == null) {
      return null;
    }
    JournalRecord record = RecordCodec.decode(value);
    next = message.offset() + 1;
    return record;
  }

  private byte @Nullable [] joined(ConsumerRecord<byte[], byte[]> message, Header part) {
    ByteBuffer place = ByteBuffer.wrap(part.value());
    if (place.remaining() != 8 || place.getInt() != number) {
      throw new JournalException(
          "the message at offset %d of the journal is not part %d of a record, which was due"
              .formatted(message.offset(), number));
    }
    parts.writeBytes(message.value());
    number++;
    if (number < place.getInt()) {
      return null;
    }
    byte[] whole = parts.toByteArray();
    parts.reset();
    number = 0;
    return whole;
  }

  /** Offset after the last whole record: where a reader has to start to see what follows it. */
  public long nextOffset() {
    return next;
  }
}
