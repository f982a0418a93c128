package io.zeroflow.journal.kafka;

import static io.zeroflow.journal.kafka.Journals.client;
import static io.zeroflow.journal.kafka.Journals.read;
import static io.zeroflow.journal.kafka.Journals.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.RecordCodec;
import io.zeroflow.journal.Records;
import io.zeroflow.optim.Dense;
import io.zeroflow.optim.StepRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JournalWriterTest {

  /** Records that wait for a commit before append blocks. */
  private static final int QUEUE = 256;

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  private String topic = "";

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void createTopic(TestInfo test) {
    topic = Journals.create(kafka, test.getTestMethod().orElseThrow().getName());
  }

  @Test
  void recordsAreCommittedInOrderAndInGroups() throws Exception {
    CountDownLatch firstSent = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.listener(
          (kind, length) -> {
            firstSent.countDown();
            await(goOn);
          });
      writer.append(record(0));
      firstSent.await();
      // The writer is busy, so these pile up and must go out as one transaction.
      for (int i = 1; i <= 100; i++) {
        writer.append(record(i));
      }
      goOn.countDown();
      writer.flush();
    }
    assertThat(sequences(read(kafka, topic, "m", 101))).isEqualTo(range(0, 101));
    try (JournalWriter last = JournalWriter.open(client(kafka), topic, "m");
        JournalReader reader = new JournalReader(client(kafka), topic, "m")) {
      last.flush();
      // Each of the two transactions ends with a marker that takes an offset.
      assertThat(reader.end()).isEqualTo(101 + 2);
    }
  }

  @Test
  void theListenerIsToldOfEveryRecord() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.listener((kind, length) -> told.add(kind + " " + length));
      for (int i = 0; i < 5; i++) {
        writer.append(record(i));
      }
      writer.flush();
      assertThat(told)
          .isEqualTo(
              LongStream.range(0, 5)
                  .mapToObj(i -> "task-started " + RecordCodec.encode(record(i)).length)
                  .toList());
    }
  }

  @Test
  void aFullQueueBlocksTheLearnerAndLosesNothing() throws Exception {
    CountDownLatch firstSent = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong appended = new AtomicLong(-1);
    int records = 3 * QUEUE;
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.listener(
          (kind, length) -> {
            firstSent.countDown();
            await(goOn);
          });
      writer.append(record(0));
      firstSent.await();
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread learner =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 1; i < records; i++) {
                        writer.append(record(i));
                        appended.set(i);
                      }
                      done.complete(null);
                    } catch (InterruptedException | RuntimeException e) {
                      done.completeExceptionally(e);
                    }
                  });
      while (appended.get() < QUEUE || learner.getState() != Thread.State.TIMED_WAITING) {
        assertThat(done).isNotDone();
        Thread.onSpinWait();
      }
      assertThat(appended).hasValue(QUEUE);
      goOn.countDown();
      done.get();
      writer.flush();
      assertThat(sequences(read(kafka, topic, "m", records))).isEqualTo(range(0, records));
    }
  }

  @Test
  void flushWaitsUntilAllIsReadable() throws Exception {
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.flush();
      long bytes = 0;
      for (int i = 0; i < 50; i++) {
        writer.append(record(i));
        bytes += RecordCodec.encode(record(i)).length;
        if (i % 10 == 9) {
          writer.flush();
          assertThat(read(kafka, topic, "m", i + 1)).hasSize(i + 1);
        }
      }
      assertThat(writer.bytes()).isEqualTo(bytes);
    }
  }

  /** A record that is too large for a message is cut and put together again. */
  @Test
  void aLargeRecordIsReadAsItWasWritten() throws Exception {
    JournalRecord large = new JournalRecord(1, 1, Records.TIME, List.of(), gradient(1_000_003));
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.append(record(0));
      writer.append(large);
      writer.append(record(2));
      writer.flush();
    }
    List<JournalRecord> read = read(kafka, topic, "m", 3);
    assertThat(sequences(read)).containsExactly(0L, 1L, 2L);
    assertThat(read.get(1)).isEqualTo(large);
  }

  private static Change gradient(int floats) {
    ByteBuffer bytes = ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < floats; i++) {
      bytes.putFloat(i);
    }
    StepRecord step = new StepRecord(1, 2, 1, List.of(), Dense.of(bytes.flip()), 0.5f, 1, null);
    return new Change.Step(step, 0, 64);
  }

  /** What is appended together is committed together: a crash leaves all of it or nothing. */
  @Test
  void anAppendOfSeveralRecordsIsOneTransaction() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
      writer.listener(
          (kind, length) -> {
            sent.countDown();
            await(goOn);
          });
      writer.append(List.of(record(0), record(1), record(2)));
      sent.await();
      writer.append(List.of(record(3), record(4)));
      assertThat(read(kafka, topic, "m", 0)).isEmpty();
      goOn.countDown();
      writer.flush();
    }
    try (JournalWriter last = JournalWriter.open(client(kafka), topic, "m");
        JournalReader reader = new JournalReader(client(kafka), topic, "m")) {
      last.flush();
      assertThat(reader.end()).isEqualTo(3 + 1 + 2 + 1); // with a marker behind each transaction
    }
    assertThat(sequences(read(kafka, topic, "m", 5))).isEqualTo(range(0, 5));
  }

  @Test
  void closeCommitsWhatIsQueued() throws Exception {
    JournalWriter writer = JournalWriter.open(client(kafka), topic, "m");
    for (int i = 0; i < 700; i++) {
      writer.append(record(i));
    }
    writer.close();
    assertThat(sequences(read(kafka, topic, "m", 700))).isEqualTo(range(0, 700));
    writer.close();
    assertThatThrownBy(() -> writer.append(record(700)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(topic)
        .hasMessageContaining("closed");
  }

  @Test
  void aSecondWriterOfTheModelFencesTheFirst() throws Exception {
    try (JournalWriter first = JournalWriter.open(client(kafka), topic, "m")) {
      first.append(record(0));
      first.flush();
      try (JournalWriter second = JournalWriter.open(client(kafka), topic, "m")) {
        assertThatThrownBy(
                () -> {
                  first.append(record(1));
                  first.flush();
                })
            .isInstanceOf(JournalException.class)
            .hasMessageContaining(topic)
            .hasMessageContaining("no more records");
        assertThatThrownBy(() -> first.append(record(2))).isInstanceOf(JournalException.class);
        assertThatThrownBy(first::flush).isInstanceOf(JournalException.class);
        second.append(record(10));
        second.flush();
      }
    }
    assertThat(sequences(read(kafka, topic, "m", 2))).containsExactly(0L, 10L);
  }

  @Test
  void writersOfTwoModelsShareAJournal() throws Exception {
    try (JournalWriter one = JournalWriter.open(client(kafka), topic, "one");
        JournalWriter two = JournalWriter.open(client(kafka), topic, "two")) {
      for (int i = 0; i < 20; i++) {
        one.append(record(i));
        two.append(record(100 + i));
        if (i % 3 == 0) {
          one.flush();
          two.flush();
        }
      }
    }
    assertThat(sequences(read(kafka, topic, "one", 20))).isEqualTo(range(0, 20));
    assertThat(sequences(read(kafka, topic, "two", 20))).isEqualTo(range(100, 120));
    assertThat(read(kafka, topic, "three", 0)).isEmpty();
  }

  @Test
  void readersSeeNothingOfAnOpenOrAbortedTransaction() throws Exception {
    Map<String, Object> config = new HashMap<>(client(kafka));
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "some-learner");
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(value(0)).get();
      assertThat(read(kafka, topic, "m", 0)).isEmpty();
      producer.commitTransaction();
      assertThat(sequences(read(kafka, topic, "m", 1))).containsExactly(0L);

      producer.beginTransaction();
      producer.send(value(1)).get();
      assertThat(sequences(read(kafka, topic, "m", 1))).containsExactly(0L);
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(value(2)).get();
      producer.commitTransaction();
    }
    assertThat(sequences(read(kafka, topic, "m", 2))).containsExactly(0L, 2L);
  }

  /** A learner that died in a transaction must not hold up the one that comes after it. */
  @Test
  void openingAWriterEndsTheTransactionOfADeadOne() throws Exception {
    Map<String, Object> config = new HashMap<>(client(kafka));
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "zeroflow-journal-m");
    try (var dead =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      dead.initTransactions();
      dead.beginTransaction();
      dead.send(value(0)).get();
      try (JournalWriter writer = JournalWriter.open(client(kafka), topic, "m")) {
        assertThat(read(kafka, topic, "m", 0)).isEmpty();
        writer.append(record(0));
        writer.flush();
        assertThat(sequences(read(kafka, topic, "m", 1))).containsExactly(0L);
      }
      dead.close(Duration.ZERO);
    }
  }

  @Test
  void aForeignRecordInTheJournalIsNamed() throws Exception {
    try (var producer =
        new KafkaProducer<>(client(kafka), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, "m", null)).get();
    }
    assertThatThrownBy(() -> read(kafka, topic, "m", 1))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("empty record");
  }

  @Test
  void aBrokerThatDoesNotAnswerIsAnErrorThatNamesTheJournal() {
    Map<String, Object> config = new HashMap<>(client(kafka));
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TopicsTest.deadAddress());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 100);
    assertThatThrownBy(() -> JournalWriter.open(config, topic, "m"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(topic)
        .hasMessageContaining("cannot be opened");
  }

  private ProducerRecord<String, byte[]> value(long sequence) {
    return new ProducerRecord<>(topic, "m", RecordCodec.encode(record(sequence)));
  }

  private static List<Long> sequences(List<JournalRecord> records) {
    return records.stream().map(JournalRecord::sequence).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
