package io.zeroflow.runtime.source;

import io.zeroflow.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How many records of the tasks topic the learner has not read. An offset is not always a record:
 * the marker at the end of a transaction takes one, and so do records of a transaction that was
 * aborted. So where a partition goes on behind what was read, a consumer of its own looks whether a
 * record is there. Safe for concurrent use.
 */
public final class Lag implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("zeroflow-lag").daemon().factory());
  private final String topic;
  private final String group;

  /** Offsets below which there is no record that was not read, by partition; the executor's. */
  private final Map<Integer, Long> empty = new HashMap<>();

  private CompletionStage<@Nullable Void> published = CompletableFuture.completedFuture(null);

  /**
   * @param group name of the consumer group to publish by
   */
  public Lag(KafkaSettings kafka, String group) {
    this.admin = Admin.create(new HashMap<>(kafka.client()));
    Map<String, Object> config = new HashMap<>(kafka.client());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 12);
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topic = kafka.topics().tasks();
    this.group = group;
  }

  /**
   * Records that can be read now and were not: committed ones, whatever will become of them. Those
   * behind the first of a partition are counted by their offsets.
   *
   * @param partitions all that there are
   * @param read next offset to read, by partition; 0 where there is none
   */
  public CompletionStage<Long> unread(Collection<Integer> partitions, Map<Integer, Long> read) {
    return CompletableFuture.supplyAsync(() -> count(partitions, read), executor);
  }

  private long count(Collection<Integer> partitions, Map<Integer, Long> read) {
    List<TopicPartition> all =
        partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
    consumer.assign(all); // asked for others, a consumer warns
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, Long> behind = new HashMap<>();
    ends.forEach(
        (p, end) -> {
          long next =
              Math.max(read.getOrDefault(p.partition(), 0L), empty.getOrDefault(p.partition(), 0L));
          if (next < end) {
            behind.put(p, next);
          }
        });
    if (behind.isEmpty()) {
      return 0;
    }
    look(behind, ends);
    return behind.entrySet().stream()
        .mapToLong(p -> Math.max(0, ends.getOrDefault(p.getKey(), 0L) - p.getValue()))
        .sum();
  }

  /** Moves each offset up to the first record that there is, or to the end if there is none. */
  private void look(Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> ends) {
    consumer.assign(offsets.keySet());
    offsets.forEach(consumer::seek);
    Set<TopicPartition> left = new HashSet<>(offsets.keySet());
    long due = System.nanoTime() + PATIENCE.toNanos();
    while (!left.isEmpty() && System.nanoTime() < due) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        found(new TopicPartition(topic, record.partition()), record.offset(), offsets, left);
      }
      for (TopicPartition partition : List.copyOf(left)) {
        long end = ends.getOrDefault(partition, 0L);
        if (consumer.position(partition) >= end) {
          found(partition, end, offsets, left);
        }
      }
    }
    consumer.assign(List.of());
  }

  private void found(
      TopicPartition partition,
      long offset,
      Map<TopicPartition, Long> offsets,
      Set<TopicPartition> left) {
    left.remove(partition);
    offsets.put(partition, offset);
    empty.put(partition.partition(), offset);
    consumer.pause(List.of(partition));
  }

  /**
   * Commits positions for a consumer group that nobody reads by, so that ordinary lag tools see how
   * far the model is. It is information: a restart goes by the journal.
   *
   * <p>One after the other: an earlier commit that a broker made wait must not come last.
   *
   * @param positions next offset to consume, by partition, as the journal has it
   */
  public synchronized CompletionStage<Void> publish(Map<Integer, Long> positions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    positions.forEach(
        (p, offset) -> offsets.put(new TopicPartition(topic, p), new OffsetAndMetadata(offset)));
    published =
        published
            .exceptionally(failure -> null)
            .thenCompose(
                earlier ->
                    admin.alterConsumerGroupOffsets(group, offsets).all().toCompletionStage());
    return published;
  }

  @Override
  public void close() {
    consumer.wakeup();
    executor.execute(() -> consumer.close(Duration.ofSeconds(1)));
    executor.shutdown();
    admin.close(Duration.ofSeconds(1));
  }
}
