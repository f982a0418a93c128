package io.zeroflow.runtime.source;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.zeroflow.data.Sample;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.Reason;
import io.zeroflow.runtime.trace.Traces;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a run of decoded records into lots: a full batch, a change of task, or a task end; or what
 * there is, when it is told to. Offsets of held-out samples and dead letters in between go with the
 * next lot, so that lots cover every partition without a gap.
 *
 * <p>Records before the positions come from a task that a restart interrupted. They are cut as they
 * were before it, but their lots consume nothing and are never mixed with new records.
 */
final class Batcher {

  private final int batchSize;
  private final Map<Integer, Long> from;
  private final Map<Integer, Long> to;
  private final Map<Integer, NavigableSet<Long>> cuts = new TreeMap<>();
  private final List<Sample> pending = new ArrayList<>();
  private final Set<SpanContext> senders = new LinkedHashSet<>();
  private String task = "";
  private String topic = "";
  private boolean known;

  /** What {@link #to} was before a record that only a lot may consume; null if there is none. */
  private @Nullable Map<Integer, Long> free;

  /** Whether something was passed by that no lot tells of. */
  private boolean unsaid;

  Batcher(int batchSize, Map<Integer, Long> positions) {
    this(batchSize, positions, Map.of());
  }

  /**
   * @param positions offset of the first record of each partition that is still to be learned
   * @param cuts where batches before them were cut short
   */
  Batcher(int batchSize, Map<Integer, Long> positions, Map<Integer, List<Long>> cuts) {
    this.batchSize = batchSize;
    this.from = new TreeMap<>(positions);
    this.to = new TreeMap<>(positions);
    cuts.forEach((partition, own) -> this.cuts.put(partition, new TreeSet<>(own)));
  }

  /** Lots that this completes: none, one, or two. */
  List<Lot> add(Arrival arrival) {
    List<Lot> lots = new ArrayList<>(2);
    switch (arrival) {
      case Decoded decoded -> add(decoded, lots);
      case Arrival.Lost(Consumed range, String why) -> {
        flush(lots, null);
        from.putIfAbsent(range.partition(), range.from());
        to.merge(range.partition(), range.to(), Math::max);
        lots.add(new Lot.Skipped(why, consumed(to)));
      }
    }
    return lots;
  }

  private void add(Decoded decoded, List<Lot> lots) {
    Sample sample = decoded.training();
    TaskEnd end = decoded.taskEnd();
    boolean before = decoded.isBefore(from);
    topic = decoded.record().topic();
    boolean cut = before && cutBefore(decoded.record());
    if (before != known || cut) {
      flush(lots, null);
      known = before;
    }
    if (sample != null) {
      if (!sample.task().equals(task)) {
        flush(lots, null);
        task = sample.task();
      }
      hold();
      pending.add(sample);
      SpanContext sender = Traces.sender(decoded.record().headers());
      if (sender.isValid()) {
        senders.add(sender);
      }
    } else if (end != null) {
      flush(lots, null);
    } else if (decoded.error() == null && namesNoTask(decoded.heldOut())) {
      hold(); // which task it is of, the next lot says
    } else {
      unsaid |= !before && (free == null || decoded.error() != null);
    }
    advance(decoded.record());
    if (end != null && !known) {
      lots.add(new Lot.TaskOver(end.task(), consumed(to)));
    } else if (pending.size() >= batchSize) {
      flush(lots, null);
    }
  }

  private static boolean namesNoTask(@Nullable Sample heldOut) {
    return heldOut != null && heldOut.task().isEmpty();
  }

  private void hold() {
    if (free == null && !known) {
      free = new TreeMap<>(to);
    }
  }

  /** Whether a batch was cut short somewhere before this record, and not before the last one. */
  private boolean cutBefore(ConsumerRecord<byte[], byte[]> record) {
    NavigableSet<Long> own = cuts.get(record.partition());
    boolean cut = false;
    while (own != null && !own.isEmpty() && own.first() <= record.offset()) {
      own.pollFirst();
      cut = true;
    }
    return cut;
  }

  /** Samples that wait for a full batch. */
  int waiting() {
    return known ? 0 : pending.size();
  }

  /** Makes a lot of the samples that wait for a full batch, if any do. */
  List<Lot> flush(Reason why) {
    List<Lot> lots = new ArrayList<>(1);
    if (!known) {
      flush(lots, why);
    }
    return lots;
  }

  /** Tells of what was passed by since the last lot, if anything was. */
  List<Lot> pass() {
    if (!unsaid) {
      return List.of();
    }
    unsaid = false;
    List<Consumed> consumed = consumed(free == null ? to : free);
    Map<Integer, Long> read = new TreeMap<>(to);
    read.entrySet().removeAll(from.entrySet());
    return List.of(new Lot.Passed(consumed, read));
  }

  private void flush(List<Lot> lots, @Nullable Reason why) {
    if (pending.isEmpty()) {
      return;
    }
    if (known) {
      lots.add(new Lot.Known(pending));
    } else {
      Span span = Traces.process(topic, senders, pending.size());
      lots.add(new Lot.Samples(task, pending, consumed(to), why, span));
    }
    pending.clear();
    senders.clear();
  }

  private void advance(ConsumerRecord<byte[], byte[]> record) {
    // A partition that was added while the stream ran begins at 0.
    from.putIfAbsent(record.partition(), 0L);
    to.merge(record.partition(), record.offset() + 1, Math::max);
  }

  private List<Consumed> consumed(Map<Integer, Long> upTo) {
    List<Consumed> ranges = new ArrayList<>();
    upTo.forEach(
        (partition, end) -> {
          long start = from.getOrDefault(partition, end);
          if (end > start) {
            ranges.add(new Consumed(partition, start, end));
            from.put(partition, end);
          }
        });
    if (upTo == to) {
      free = null;
      unsaid = false;
    }
    return ranges;
  }
}
