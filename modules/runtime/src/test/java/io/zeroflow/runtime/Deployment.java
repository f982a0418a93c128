package io.zeroflow.runtime;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Sample;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.model.ForwardOnlyNetwork;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** Topics and a model of their own on a shared broker, and a producer that feeds them. */
final class Deployment implements AutoCloseable {

  private final EmbeddedKafka kafka;
  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SampleCodec codec = new SampleCodec();

  Deployment(EmbeddedKafka kafka, String name) {
    this.kafka = kafka;
    this.name = name;
    this.producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  String tasks() {
    return name + ".tasks";
  }

  String deadLetters() {
    return name + ".dlq";
  }

  String journal() {
    return name + ".journal";
  }

  /** Small batches and short warm-up, with {@code overrides} on top. */
  Config config(String overrides) {
    String own =
        """
        zeroflow {
          model { id = "%1$s", device = cpu, warm-up-samples = 2, feature-cache = 16 MiB }
          learner { batch-size = 4, flush-after = 0s } # batches by the records alone
          evaluation.share = 0.9
          supervisor.policy = manual
          kafka {
            bootstrap-servers = "%2$s"
            topics { tasks = "%1$s.tasks", dead-letters = "%1$s.dlq", journal = "%1$s.journal" }
          }
          limits.labels = 20
        }
        pekko.loglevel = WARNING
        """
            .formatted(name, kafka.bootstrapServers());
    return ConfigFactory.load(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.parseString(own)));
  }

  Zeroflow start(PrometheusRegistry registry, String overrides) {
    Config config = config(overrides);
    return Zeroflow.start(Settings.from(config), config, registry);
  }

  /** With a network of which only forward passes can be had. */
  Zeroflow startBlackBox(String overrides) {
    Config config = config(overrides);
    Settings settings = Settings.from(config);
    return Zeroflow.start(
        settings,
        config,
        new PrometheusRegistry(),
        () -> new ForwardOnlyNetwork(Models.network(settings.model())));
  }

  void send(StreamMessage message) {
    send(codec.encode(message));
  }

  void send(List<Sample> samples) {
    samples.forEach(this::send);
  }

  void send(byte @Nullable [] value) {
    send(new ProducerRecord<>(tasks(), value));
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(record);
  }

  /** Offset after the last record of the tasks topic. */
  long end() {
    producer.flush();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(List.of(new TopicPartition(tasks(), 0))).values().stream()
          .mapToLong(end -> end)
          .sum();
    }
  }

  /** Waits until the learner has consumed all that was sent. */
  LearnerStatus awaitLearned(Zeroflow zeroflow) {
    long end = end();
    return patiently()
        .until(
            () -> now(zeroflow.status()), status -> status.positions().getOrDefault(0, 0L) == end);
  }

  /** The first {@code n} dead letters. */
  List<ConsumerRecord<byte[], byte[]>> deadLetters(int n) {
    return records(deadLetters(), n);
  }

  /** The first {@code n} records of a topic, or a few more. */
  List<ConsumerRecord<byte[], byte[]>> records(String topic, int n) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      patiently()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= n;
              });
    }
    return records;
  }

  /** The journal from its start to the record that brings the model to {@code step}. */
  List<JournalRecord> journalTo(long step) {
    List<JournalRecord> records = new ArrayList<>();
    Replica replica = new Replica();
    try (JournalReader reader = new JournalReader(client(), journal(), name)) {
      patiently()
          .until(
              () -> {
                for (JournalRecord record : reader.poll(Duration.ofMillis(200))) {
                  replica.apply(record);
                  records.add(record);
                }
                return replica.step() >= step && reader.position() >= reader.end();
              });
    }
    return records;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static ConditionFactory patiently() {
    return await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(60));
  }

  static <T> T now(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    producer.close();
  }
}
