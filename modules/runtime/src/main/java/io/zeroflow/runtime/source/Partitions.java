package io.zeroflow.runtime.source;

import io.zeroflow.runtime.settings.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of the tasks topic, those among them that are added while it is read. Safe for
 * concurrent use.
 */
public final class Partitions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final Admin admin;
  private final String topic;
  private final Set<Integer> known;
  private final List<Consumer<Set<Integer>>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param known those that there were at the start
   */
  public Partitions(KafkaSettings kafka, Collection<Integer> known) {
    this.admin = Admin.create(new HashMap<>(kafka.client()));
    this.topic = kafka.topics().tasks();
    this.known = new ConcurrentSkipListSet<>(known);
  }

  /** Has {@code listener} told of partitions that are found after the start. */
  void onAdded(Consumer<Set<Integer>> listener) {
    listeners.add(listener);
  }

  /** All that have been seen. */
  public Set<Integer> known() {
    return Set.copyOf(known);
  }

  /** Looks for others; completes when those who listen know of them. */
  public CompletionStage<Void> look() {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .thenAccept(topics -> topics.values().forEach(this::compare));
  }

  private synchronized void compare(TopicDescription now) {
    Set<Integer> added = new TreeSet<>();
    now.partitions().forEach(partition -> added.add(partition.partition()));
    added.removeAll(known);
    if (!added.isEmpty()) {
      LOG.info("{} has partitions {} since now; they are read as well", topic, added);
      known.addAll(added);
      listeners.forEach(listener -> listener.accept(added));
    }
  }

  /** Earliest offsets that some partitions have now. */
  CompletionStage<Map<Integer, Long>> beginnings(Collection<Integer> partitions) {
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    partitions.forEach(p -> earliest.put(new TopicPartition(topic, p), OffsetSpec.earliest()));
    return admin
        .listOffsets(earliest)
        .all()
        .toCompletionStage()
        .thenApply(
            begins -> {
              Map<Integer, Long> offsets = new HashMap<>();
              begins.forEach((p, begin) -> offsets.put(p.partition(), begin.offset()));
              return offsets;
            });
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
