package io.zeroflow.runtime.source;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.zeroflow.data.Sample;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Consumed;
import io.zeroflow.runtime.trace.Traces;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Cuts a run of decoded records into lots: a full batch, a change of task, or a task end. Offsets
 * of held-out samples and dead letters in between go with the next lot, so that lots cover every
 * partition without a gap.
 *
 * <p>Records before the positions come from a task that a restart interrupted. They are cut as they
 * were before it, but their lots consume nothing and are never mixed with new records.
 */
final class Batcher {

  private final int batchSize;
  private final Map<Integer, Long> from;
  private final Map<Integer, Long> to;
  private final List<Sample> pending = new ArrayList<>();
  private final Set<SpanContext> senders = new LinkedHashSet<>();
  private String task = "";
  private boolean known;

  /**
   * @param positions offset of the first record of each partition that is still to be learned
   */
  Batcher(int batchSize, Map<Integer, Long> positions) {
    this.batchSize = batchSize;
    this.from = new TreeMap<>(positions);
    this.to = new TreeMap<>(positions);
  }

  /** Lots that this record completes: none, one, or two. */
  List<Lot> add(Decoded decoded) {
    List<Lot> lots = new ArrayList<>(2);
    Sample sample = decoded.training();
    TaskEnd end = decoded.taskEnd();
    boolean before = decoded.isBefore(from);
    if (before != known) {
      flush(lots, decoded);
      known = before;
    }
    if (sample != null) {
      if (!sample.task().equals(task)) {
        flush(lots, decoded);
        task = sample.task();
      }
      pending.add(sample);
      SpanContext sender = Traces.sender(decoded.record().headers());
      if (sender.isValid()) {
        senders.add(sender);
      }
    } else if (end != null) {
      flush(lots, decoded);
    }
    advance(decoded.record());
    if (end != null && !known) {
      lots.add(new Lot.TaskOver(end.task(), consumed()));
    } else if (pending.size() >= batchSize) {
      flush(lots, decoded);
    }
    return lots;
  }

  private void flush(List<Lot> lots, Decoded last) {
    if (pending.isEmpty()) {
      return;
    }
    if (known) {
      lots.add(new Lot.Known(pending));
    } else {
      Span span = Traces.process(last.record().topic(), senders, pending.size());
      lots.add(new Lot.Samples(task, pending, consumed(), span));
    }
    pending.clear();
    senders.clear();
  }

  private void advance(ConsumerRecord<byte[], byte[]> record) {
    from.putIfAbsent(record.partition(), record.offset());
    to.merge(record.partition(), record.offset() + 1, Math::max);
  }

  private List<Consumed> consumed() {
    List<Consumed> ranges = new ArrayList<>();
    to.forEach(
        (partition, end) -> {
          long start = from.getOrDefault(partition, end);
          if (end > start) {
            ranges.add(new Consumed(partition, start, end));
            from.put(partition, end);
          }
        });
    return ranges;
  }
}
