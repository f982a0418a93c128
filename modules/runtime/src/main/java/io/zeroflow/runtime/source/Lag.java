package io.zeroflow.runtime.source;

import io.zeroflow.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How many records of the tasks topic the learner has not consumed. Safe for concurrent use. */
public final class Lag implements AutoCloseable {

  private final Admin admin;
  private final String topic;
  private final String group;
  private final Map<Integer, Long> start;
  private CompletionStage<@Nullable Void> published = CompletableFuture.completedFuture(null);

  /**
   * @param group name of the consumer group to publish by
   * @param start where each partition starts of which nothing has been consumed
   */
  public Lag(KafkaSettings kafka, String group, Map<Integer, Long> start) {
    this.admin = Admin.create(new HashMap<>(kafka.client()));
    this.topic = kafka.topics().tasks();
    this.group = group;
    this.start = Map.copyOf(start);
  }

  /**
   * Records between the learner's positions and the ends of their partitions.
   *
   * @param positions next offset to consume, by partition
   */
  public CompletionStage<Long> records(Map<Integer, Long> positions) {
    Map<Integer, Long> all = new HashMap<>(start);
    all.putAll(positions);
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    all.keySet().forEach(p -> latest.put(new TopicPartition(topic, p), OffsetSpec.latest()));
    return admin
        .listOffsets(latest)
        .all()
        .toCompletionStage()
        .thenApply(
            ends ->
                ends.entrySet().stream()
                    .mapToLong(
                        end ->
                            end.getValue().offset()
                                - all.getOrDefault(end.getKey().partition(), 0L))
                    .sum());
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
    admin.close(Duration.ofSeconds(1));
  }
}
