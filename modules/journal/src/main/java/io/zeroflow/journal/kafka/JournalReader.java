package io.zeroflow.journal.kafka;

import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a model's committed records from the first on, without a consumer group. One thread uses
 * it; only {@link #wakeup} may be called from another.
 */
public final class JournalReader implements AutoCloseable {

  private final KafkaConsumer<String, byte[]> consumer;
  private final TopicPartition partition;
  private final String model;

  /** Starts at the first record of the journal. */
  public JournalReader(Map<String, Object> client, String topic, String model) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A journal that lost its head must not be skipped silently.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    this.partition = new TopicPartition(topic, 0);
    this.model = model;
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** Records that have arrived, waiting at most {@code timeout} for the first. */
  public List<JournalRecord> poll(Duration timeout) {
    List<JournalRecord> records = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : consumer.poll(timeout)) {
      if (model.equals(record.key())) {
        records.add(RecordCodec.decode(record.value()));
      }
    }
    return records;
  }

  /** Offset after the last committed record at this moment. */
  public long end() {
    return consumer.endOffsets(List.of(partition)).values().iterator().next();
  }

  /** Offset of the next record that {@link #poll} looks at. */
  public long position() {
    return consumer.position(partition);
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
