package io.zeroflow.runtime.source;

import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Replica;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where the learner's source starts, by partition.
 *
 * @param first earliest offset that the topic still has
 * @param read offset to read from: where the running task began, if the topic still has it
 * @param learned first offset that is still to be learned
 * @param letters first offset whose dead letter, if it is one, may not be kept yet
 * @param cuts where batches from {@code read} to {@code learned} were cut short
 * @param lost what the topic no longer has and the model has not learned
 */
public record SourceStart(
    Map<Integer, Long> first,
    Map<Integer, Long> read,
    Map<Integer, Long> learned,
    Map<Integer, Long> letters,
    Map<Integer, List<Long>> cuts,
    List<Consumed> lost) {

  public SourceStart {
    first = Map.copyOf(first);
    read = Map.copyOf(read);
    learned = Map.copyOf(learned);
    letters = Map.copyOf(letters);
    cuts = Map.copyOf(cuts);
    lost = List.copyOf(lost);
  }

  /** First and last + 1 offset that a partition has. */
  public record Range(long begin, long end) {}

  /**
   * Where a learner goes on.
   *
   * @param topic name of the tasks topic
   * @param ranges what it holds, by partition
   * @param replica as recovered
   * @param remember most records of the running task that are read again
   * @throws SettingsException if the topic ends before what the model has learned
   */
  public static SourceStart of(
      String topic, Map<Integer, Range> ranges, Replica replica, int remember) {
    SourceStart start = of(topic, ranges, replica.positions(), replica.taskPositions(), remember);
    Map<Integer, Long> letters = new HashMap<>(start.learned());
    letters.replaceAll(
        (p, learned) -> Math.max(learned, replica.readPositions().getOrDefault(p, 0L)));
    Map<Integer, List<Long>> cuts = new HashMap<>(replica.cuts());
    cuts.replaceAll(
        (p, own) -> {
          long read = start.read().getOrDefault(p, 0L);
          return own.stream().filter(cut -> cut > read).toList();
        });
    return new SourceStart(
        start.first(), start.read(), start.learned(), letters, cuts, start.lost());
  }

  static SourceStart of(
      String topic,
      Map<Integer, Range> ranges,
      Map<Integer, Long> positions,
      Map<Integer, Long> taskPositions,
      int remember) {
    Map<Integer, Long> first = new HashMap<>();
    Map<Integer, Long> read = new HashMap<>();
    Map<Integer, Long> learned = new HashMap<>();
    List<Consumed> lost = new ArrayList<>();
    ranges.forEach(
        (partition, range) -> {
          first.put(partition, range.begin());
          // The model's first record says where partitions began that had begun to be deleted; any
          // other begins at 0, such as one that was added while no learner ran.
          long position = positions.getOrDefault(partition, 0L);
          if (position > range.end()) {
            throw new SettingsException(
                "partition %d of %s ends at offset %d, but the model has learned up to %d: the topic was made anew. Take another zeroflow.model.id, or bring the topic back"
                    .formatted(partition, topic, range.end(), position));
          }
          if (position < range.begin()) {
            lost.add(new Consumed(partition, position, range.begin()));
            position = range.begin();
          }
          // A partition of which nothing was consumed when the task began is all of that task.
          long task = taskPositions.getOrDefault(partition, 0L);
          read.put(partition, Math.max(range.begin(), Math.max(task, position - remember)));
          learned.put(partition, position);
        });
    return new SourceStart(first, read, learned, learned, Map.of(), lost);
  }

  /** What the tasks topic holds now, by partition. */
  public static Map<Integer, Range> ranges(KafkaSettings kafka) {
    String topic = kafka.topics().tasks();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            new HashMap<>(kafka.client()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions); // asked for others, a consumer warns
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<Integer, Range> ranges = new TreeMap<>();
      consumer
          .endOffsets(partitions)
          .forEach(
              (partition, end) ->
                  ranges.put(
                      partition.partition(), new Range(begins.getOrDefault(partition, 0L), end)));
      return ranges;
    }
  }
}
