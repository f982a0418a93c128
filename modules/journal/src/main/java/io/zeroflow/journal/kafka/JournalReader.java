package io.zeroflow.journal.kafka;

import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model's committed records, without a consumer group. One thread uses it; only {@link
 * #wakeup} may be called from another.
 */
public final class JournalReader implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final String servers;
  private final Messages messages;

  /** Starts at the first record of the journal. */
  public JournalReader(Map<String, Object> client, String topic, String model) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // At the end of a replay only markers of transactions are left, for which a broker would wait.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    // A journal that lost its head must not be skipped silently.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.servers = String.valueOf(client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
    this.partition = new TopicPartition(topic, 0);
    this.messages = new Messages(model);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Goes to an offset: that of a {@link #nextOffset}. */
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /** Records that have arrived, waiting at most {@code timeout} for the first. */
  public List<JournalRecord> poll(Duration timeout) {
    List<JournalRecord> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(timeout)) {
      @Nullable JournalRecord record = messages.next(message);
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /**
   * Offset of the first message that there still is.
   *
   * @throws JournalException if no broker answers
   */
  public long beginning() {
    return answer(() -> consumer.beginningOffsets(List.of(partition)).values().iterator().next());
  }

  /** Offset after the last committed record at this moment. */
  public long end() {
    return answer(() -> consumer.endOffsets(List.of(partition)).values().iterator().next());
  }

  /** Offset of the next message that {@link #poll} looks at. */
  public long position() {
    return answer(() -> consumer.position(partition));
  }

  /** Kafka's own message says that time is up, but not where nobody answered. */
  private long answer(LongSupplier question) {
    try {
      return question.getAsLong();
    } catch (TimeoutException e) {
      throw new JournalException(
          "no broker at %s says how far the journal %s reaches: %s"
              .formatted(servers, partition.topic(), e.getMessage()),
          e);
    }
  }

  /** Offset after the last record that {@link #poll} gave. */
  public long nextOffset() {
    return messages.nextOffset();
  }

  /** Makes a waiting {@link #poll} return by a WakeupException; safe from any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
