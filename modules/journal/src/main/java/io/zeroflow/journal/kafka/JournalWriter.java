package io.zeroflow.journal.kafka;

import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends records in order, in transactions of whatever has piled up (group commit), on a thread of
 * its own: the learner measures the next step while the last ones are being committed. At most
 * {@link #QUEUE} appends and {@link #QUEUED_BYTES} wait; then {@link #append} blocks, which is the
 * learner's back-pressure.
 *
 * <p>If an append fails, because another learner has fenced this one or the broker stays away past
 * the delivery timeout, nothing more is written and every later call throws: this learner's life is
 * over, and what was not committed is measured again by the next.
 */
public final class JournalWriter implements AutoCloseable {

  private static final int QUEUE = 256;

  /** Gradients of backprop steps are large; a single one may be larger. */
  private static final int QUEUED_BYTES = 64 << 20;

  /** Bytes of the largest record: the gradient of 64 million parameters. */
  private static final int LARGEST_RECORD = 256 << 20;

  private static final int PARTITION = 0;

  private final String topic;
  private final String model;

  /** Least time between the starts of two commits, unless somebody waits for one. */
  private static final Duration GATHER = Duration.ofMillis(20);

  private final Producer<byte[], byte[]> producer;
  private final BlockingQueue<Append> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Semaphore room = new Semaphore(QUEUED_BYTES);
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final Object progress = new Object();
  private final Thread thread;
  private long appended = -1;
  private long committed = -1;
  private int flushing;
  private long lastCommit = System.nanoTime();
  private @Nullable Exception failure;
  private volatile boolean closing;
  private volatile Listener listener = (kind, length) -> {};
  private volatile Supplier<List<Header>> headers = List::of;
  private volatile LongConsumer onCommit = sequence -> {};

  /** Encoded records that are committed together. */
  private record Append(List<Encoded> records, List<Header> headers, long last, int bytes) {}

  private record Encoded(String kind, List<Consumed> consumed, byte[] value) {}

  private JournalWriter(Map<String, Object> client, String topic, String model) {
    this.topic = topic;
    this.model = model;
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "zeroflow-journal-" + model);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_MESSAGE);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.thread = Thread.ofPlatform().name("journal-writer").unstarted(this::run);
  }

  /**
   * Opens the journal for writing and fences every earlier writer of the model. Read the journal
   * only after this returns: nobody else can append any more.
   *
   * @param client Kafka client properties
   * @throws JournalException if the broker does not let it in
   */
  public static JournalWriter open(Map<String, Object> client, String topic, String model) {
    JournalWriter writer = new JournalWriter(client, topic, model);
    try {
      writer.producer.initTransactions();
    } catch (RuntimeException e) {
      writer.producer.close(Duration.ZERO);
      throw new JournalException(
          "the journal %s cannot be opened for writing: %s".formatted(topic, e.getMessage()), e);
    }
    writer.thread.start();
    return writer;
  }

  /** Called on the writer's thread with the sequence of the last record of every commit. */
  public void onCommit(LongConsumer listener) {
    onCommit = listener;
  }

  /** Told of every record that is sent, on the writer's thread. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A record is on its way.
     *
     * @param kind of its change
     * @param length of its value in bytes
     */
    void sent(String kind, int length);
  }

  /** Sets the one listener. */
  public void listener(Listener listener) {
    this.listener = listener;
  }

  /** Sets what gives the headers of the messages of an append, on the thread that appends. */
  public void headers(Supplier<List<Header>> headers) {
    this.headers = headers;
  }

  /** Queues a record; blocks while the queue is full. */
  public void append(JournalRecord record) throws InterruptedException {
    append(List.of(record));
  }

  /**
   * Queues records that are committed together or not at all; blocks while the queue is full.
   *
   * @throws JournalException if one is too large, and nothing is queued; or if this writer's life
   *     is over
   */
  public void append(List<JournalRecord> records) throws InterruptedException {
    List<Encoded> encoded = records.stream().map(JournalWriter::encoded).toList();
    int size = encoded.stream().mapToInt(e -> e.value().length).sum();
    Append append =
        new Append(
            encoded, headers.get(), records.getLast().sequence(), Math.min(size, QUEUED_BYTES));
    synchronized (progress) {
      checkAlive();
      appended = append.last();
    }
    while (!room.tryAcquire(append.bytes(), 100, TimeUnit.MILLISECONDS)) {
      synchronized (progress) {
        checkAlive();
      }
    }
    while (!queue.offer(append, 100, TimeUnit.MILLISECONDS)) {
      synchronized (progress) {
        checkAlive();
      }
    }
  }

  /**
   * Waits until everything appended so far is committed: safe, and visible to readers a moment
   * later, or as soon as another writer of the model has opened.
   */
  public void flush() throws InterruptedException {
    synchronized (progress) {
      long target = appended;
      flushing++;
      progress.notifyAll();
      try {
        while (committed < target) {
          checkAlive();
          progress.wait(100);
        }
      } finally {
        flushing--;
      }
    }
  }

  /** Sequence of the last record that was appended; −1 before the first. */
  public long last() {
    synchronized (progress) {
      return appended;
    }
  }

  /** Next offset of the source, by partition, as of the last commit; empty before the first. */
  public Map<Integer, Long> committedPositions() {
    return Map.copyOf(positions);
  }

  /** Bytes of all records sent so far. */
  public long bytes() {
    return bytes.get();
  }

  private void run() {
    List<Append> group = new ArrayList<>(QUEUE);
    try {
      while (!closing || !queue.isEmpty()) {
        Append first = queue.poll(50, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          gather();
          queue.drainTo(group, QUEUE - 1);
          commit(group);
          group.clear();
        }
      }
    } catch (RuntimeException | InterruptedException e) {
      synchronized (progress) {
        failure = e;
        progress.notifyAll();
      }
    }
  }

  /** Waits for company: a transaction costs the broker the same for one record as for many. */
  private void gather() throws InterruptedException {
    long due = lastCommit + GATHER.toNanos();
    synchronized (progress) {
      long left = due - System.nanoTime();
      while (left > 0 && flushing == 0 && !closing) {
        TimeUnit.NANOSECONDS.timedWait(progress, left);
        left = due - System.nanoTime();
      }
    }
    lastCommit = System.nanoTime();
  }

  private static Encoded encoded(JournalRecord record) {
    byte[] value = RecordCodec.encode(record);
    if (value.length > LARGEST_RECORD) {
      throw new JournalException(
          "record %d (%s) has %d bytes; the journal takes at most %d. A backprop step carries the"
                  .formatted(
                      record.sequence(), record.change().kind(), value.length, LARGEST_RECORD)
              + " gradient of every parameter: choose a forward-only strategy");
    }
    return new Encoded(record.change().kind(), record.consumed(), value);
  }

  private void commit(List<Append> group) {
    producer.beginTransaction();
    for (Append append : group) {
      for (Encoded record : append.records()) {
        bytes.addAndGet(record.value().length);
        listener.sent(record.kind(), record.value().length);
        for (var message : Messages.of(topic, PARTITION, model, record.value())) {
          append.headers().forEach(message.headers()::add);
          // A failed send fails the commit below, so its future need not be kept.
          var unused = producer.send(message);
        }
      }
      room.release(append.bytes());
    }
    producer.commitTransaction();
    for (Append append : group) {
      append.records().stream()
          .flatMap(record -> record.consumed().stream())
          .forEach(consumed -> positions.put(consumed.partition(), consumed.to()));
    }
    long last = group.getLast().last();
    synchronized (progress) {
      committed = last;
      progress.notifyAll();
    }
    onCommit.accept(last);
  }

  private void checkAlive() {
    if (closing) { // nobody would take it from the queue
      throw new JournalException(
          "the journal %s takes no more records: it is closed".formatted(topic));
    }
    if (failure != null) {
      throw new JournalException(
          "the journal %s takes no more records: %s".formatted(topic, failure.getMessage()),
          failure);
    }
  }

  /** Commits what is queued and closes. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
  }
}
