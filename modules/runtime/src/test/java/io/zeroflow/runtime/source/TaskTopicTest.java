package io.zeroflow.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.Consumed;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real topic does that a run of records does not. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TaskTopicTest {

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Admin admin;
  private static ActorSystem system;

  private final SampleCodec codec = new SampleCodec();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    admin = Admin.create(client());
    Config config = ConfigFactory.load();
    system =
        ActorSystem.create("task-topic", config.getConfig("zeroflow.actors").withFallback(config));
  }

  @AfterAll
  static void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    admin.close();
    kafka.close();
  }

  private static Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private static Settings settings(String topic, String onLostInput) {
    Config own =
        ConfigFactory.parseString(
            """
            zeroflow {
              learner { batch-size = 2, flush-after = 0s }
              kafka {
                bootstrap-servers = "%s"
                topics { tasks = "%s", dead-letters = "%s.dlq" }
                on-lost-input = %s
              }
            }
            """
                .formatted(kafka.bootstrapServers(), topic, topic, onLostInput));
    return Settings.from(ConfigFactory.load(own));
  }

  private static void create(String topic, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  private static void delete(String topic, int partition, long before) throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  private void send(String topic, int partition, int n) {
    try (var producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < n; i++) {
        producer.send(record(topic, partition, i));
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(String topic, int partition, int i) {
    Sample sample = new Sample("a", "cat", Split.TRAIN, new Payload.Text("text " + i));
    return new ProducerRecord<>(topic, partition, null, codec.encode(sample));
  }

  /** The learner's source with a learner that notes what it is given. */
  private static final class Run implements AutoCloseable {
    final Queue<Lot> lots = new ConcurrentLinkedQueue<>();
    final Partitions partitions;
    final DeadLetters letters;
    final Pair<Runnable, CompletionStage<Done>> stream;

    Run(Settings settings, Map<Integer, Long> learned) {
      partitions = new Partitions(settings.kafka(), learned.keySet());
      letters = new DeadLetters(client(), "unused", new Metrics(new PrometheusRegistry()));
      stream =
          TaskSource.run(
              system,
              settings,
              new SourceStart(learned, learned, learned, learned, Map.of(), List.of()),
              partitions,
              new SampleChecks(input -> {}, 10, 10, List.of(), List.of()),
              letters,
              new Intake(learned, waiting -> {}),
              CompletableFuture::completedFuture,
              lot -> {
                lots.add(lot);
                return CompletableFuture.completedFuture(Done.getInstance());
              });
    }

    Map<Integer, Long> positions() {
      Map<Integer, Long> positions = new HashMap<>();
      for (Lot lot : lots) {
        lot.consumed().forEach(c -> positions.put(c.partition(), c.to()));
      }
      return positions;
    }

    Done end() throws Exception {
      return stream.second().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      stream.first().run();
      letters.close();
      partitions.close();
    }
  }

  @Test
  void aPartitionThatIsAddedIsReadFromItsFirstRecordAndEndsWithTheOthers() throws Exception {
    create("added", 1);
    send("added", 0, 2);
    try (Run run = new Run(settings("added", "stop"), Map.of(0, 0L))) {
      await().until(() -> run.positions().equals(Map.of(0, 2L)));
      admin.createPartitions(Map.of("added", NewPartitions.increaseTo(3))).all().get();
      send("added", 2, 4);
      await()
          .until(
              () -> {
                run.partitions.look().toCompletableFuture().get();
                return run.positions().equals(Map.of(0, 2L, 2, 4L));
              });
      assertThat(run.partitions.known()).containsExactlyInAnyOrder(0, 1, 2);
      send("added", 0, 2);
      await().until(() -> run.positions().equals(Map.of(0, 4L, 2, 4L)));
      run.stream.first().run();
      assertThat(run.end()).isEqualTo(Done.getInstance());
    }
  }

  @Test
  void recordsThatRetentionTookFromARunningLearnerStopItInWords() throws Exception {
    create("overtaken", 1);
    send("overtaken", 0, 10);
    delete("overtaken", 0, 6);
    try (Run run = new Run(settings("overtaken", "stop"), Map.of(0, 2L))) {
      assertThatThrownBy(run::end)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("overtaken dropped records before they were learned")
          .hasMessageContaining("offsets 2 to 5 of partition 0")
          .hasMessageContaining("zeroflow.kafka.on-lost-input = skip");
      assertThat(run.lots).isEmpty();
    }
  }

  @Test
  void orAreSkippedAndSaidToBeIfTheSettingsSaySo() throws Exception {
    create("skipped", 2);
    send("skipped", 0, 10);
    send("skipped", 1, 2);
    delete("skipped", 0, 6);
    try (Run run = new Run(settings("skipped", "skip"), Map.of(0, 2L, 1, 0L))) {
      await().until(() -> run.positions().equals(Map.of(0, 10L, 1, 2L)));
      assertThat(run.lots.stream().filter(Lot.Skipped.class::isInstance))
          .singleElement()
          .satisfies(
              lot -> {
                assertThat(lot.consumed()).contains(new Consumed(0, 2, 6));
                assertThat(((Lot.Skipped) lot).why()).contains("offsets 2 to 5 of partition 0");
              });
    }
  }

  @Test
  void aTopicThatEndsBeforeWhatWasReadOfItIsAnother() throws Exception {
    create("anew", 1);
    send("anew", 0, 2);
    try (Run run = new Run(settings("anew", "skip"), Map.of(0, 7L))) {
      assertThatThrownBy(run::end)
          .cause()
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("anew")
          .hasMessageContaining("made anew");
    }
  }

  @Test
  void anOffsetThatIsNoRecordIsNoLag() throws Exception {
    create("lag", 2);
    Settings settings = settings("lag", "stop");
    try (Lag lag = new Lag(settings.kafka(), "lag-group")) {
      transaction("lag", 3, true); // 0 to 2, and a marker
      // A commit is done a moment before its marker is there.
      await().until(() -> unread(lag, Map.of()) == 4);
      assertThat(unread(lag, Map.of(0, 3L))).isZero();
      transaction("lag", 5, false); // 4 to 8, aborted, and a marker
      transaction("lag", 1, true); // 10, and a marker
      await().until(() -> unread(lag, Map.of(0, 3L)) == 2);
      assertThat(unread(lag, Map.of(0, 11L))).isZero();
      send("lag", 1, 7);
      assertThat(unread(lag, Map.of(0, 11L))).as("a partition that was added").isEqualTo(7);
      delete("lag", 1, 5);
      assertThat(unread(lag, Map.of(0, 11L))).as("what is gone cannot be learned").isEqualTo(2);
    }
  }

  private static long unread(Lag lag, Map<Integer, Long> read) throws Exception {
    return lag.unread(List.of(0, 1), read).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void transaction(String topic, int n, boolean commit) {
    Map<String, Object> config = new HashMap<>(client());
    config.put("transactional.id", topic);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < n; i++) {
        var unused = producer.send(record(topic, 0, i));
      }
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }
}
