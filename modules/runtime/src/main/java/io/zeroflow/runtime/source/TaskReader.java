package io.zeroflow.runtime.source;

import io.zeroflow.journal.Consumed;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The tasks topic as one stream: all partitions that there are at the start by one consumer, those
 * that are added later by others, each from its first record. Where the topic has dropped what
 * comes next, it goes on behind the gap and says so, or fails.
 */
final class TaskReader {

  /** Times that partitions can be added while a stream runs. */
  private static final int MOST_CONSUMERS = 1000;

  private final ActorSystem system;
  private final KafkaSettings kafka;
  private final Partitions partitions;
  private final Function<ConsumerRecord<byte[], byte[]>, Decoded> decode;
  private final Function<List<Consumed>, String> lost;
  private final Queue<Consumer.Control> consumers = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  /**
   * @param decode in the order of each partition, on one thread at a time
   * @param lost what to say of records that are gone; throws if they must not be
   */
  TaskReader(
      ActorSystem system,
      KafkaSettings kafka,
      Partitions partitions,
      Function<ConsumerRecord<byte[], byte[]>, Decoded> decode,
      Function<List<Consumed>, String> lost) {
    this.system = system;
    this.kafka = kafka;
    this.partitions = partitions;
    this.decode = decode;
    this.lost = lost;
  }

  /**
   * The stream; to be run once.
   *
   * @param start offset to start at, by partition
   * @return its value ends it in order: what has been read comes out, nothing more is read
   */
  Source<Arrival, Runnable> from(Map<Integer, Long> start) {
    return Source.<Map<Integer, Long>>queue(MOST_CONSUMERS)
        .mapMaterializedValue(assignments -> begin(assignments, start))
        .flatMapMerge(MOST_CONSUMERS, this::consumer);
  }

  private Runnable begin(
      BoundedSourceQueue<Map<Integer, Long>> assignments, Map<Integer, Long> start) {
    assignments.offer(start);
    partitions.onAdded(
        added -> {
          if (!stopping) {
            assignments.offer(added.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
          }
        });
    return () -> {
      stopping = true;
      if (!assignments.isCompleted()) {
        assignments.complete();
      }
      consumers.forEach(Consumer.Control::shutdown);
    };
  }

  private Source<Arrival, NotUsed> consumer(Map<Integer, Long> from) {
    Map<Integer, Long> next = new HashMap<>(from);
    return TaskRecords.committed(system, kafka, kafka.topics().tasks(), from)
        .mapMaterializedValue(this::started)
        .<Arrival>map(
            record -> {
              next.put(record.partition(), record.offset() + 1);
              return decode.apply(record);
            })
        .recoverWithRetries(
            1,
            new PFBuilder<
                    Throwable,
                    org.apache.pekko.stream.Graph<
                        org.apache.pekko.stream.SourceShape<Arrival>, NotUsed>>()
                .match(OffsetOutOfRangeException.class, gone -> behindTheGap(next))
                .build());
  }

  private NotUsed started(Consumer.Control consumer) {
    consumers.add(consumer);
    if (stopping) {
      consumer.shutdown();
    }
    return NotUsed.getInstance();
  }

  private Source<Arrival, NotUsed> behindTheGap(Map<Integer, Long> next) {
    return Source.completionStage(partitions.beginnings(next.keySet()))
        .flatMapConcat(begins -> behindTheGap(next, begins));
  }

  private Source<Arrival, NotUsed> behindTheGap(
      Map<Integer, Long> next, Map<Integer, Long> begins) {
    List<Consumed> gone = new ArrayList<>();
    next.forEach(
        (partition, offset) -> {
          long begin = begins.getOrDefault(partition, 0L);
          if (begin > offset) {
            gone.add(new Consumed(partition, offset, begin));
          }
        });
    if (gone.isEmpty()) {
      throw new SettingsException(
          "%s ends before what was read of it, offsets %s by partition: the topic was made anew. Take another zeroflow.model.id, or bring the topic back"
              .formatted(kafka.topics().tasks(), next));
    }
    String why = lost.apply(gone);
    Map<Integer, Long> from = new HashMap<>(next);
    gone.forEach(range -> from.put(range.partition(), range.to()));
    return Source.<Arrival>from(
            gone.stream().map(range -> (Arrival) new Arrival.Lost(range, why)).toList())
        .concat(consumer(from));
  }
}
