package io.zeroflow.runtime;

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
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on a real broker, the real engine and the real backbone. */
class ZeroflowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Map<String, List<String>> ANIMALS =
      Map.of(
          "cat", List.of("a small animal that purrs", "it hunts mice and sleeps all day"),
          "bird", List.of("an animal with feathers and wings", "it sings and lays eggs"));
  private static final Map<String, List<String>> MONEY =
      Map.of(
          "loan", List.of("money that is lent for interest", "a sum that must be paid back"),
          "tax", List.of("what citizens pay to the state", "a levy on income or goods"));

  @TempDir private Path directory;
  private EmbeddedKafka kafka;
  private Config config;
  private KafkaProducer<byte[], byte[]> producer;
  private long sent;

  @BeforeEach
  void start() {
    kafka = EmbeddedKafka.start(directory);
    config = config(Map.of());
    Settings.from(config).kafka().topics().create(client());
    producer =
        new KafkaProducer<>(
            new HashMap<>(client()), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    producer.close();
    kafka.close();
  }

  @Test
  void learnsSwapsSetsPoisonAsideAndComesBackWhereItStopped() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    String before;
    try (Zeroflow zeroflow = Zeroflow.start(Settings.from(config), config, registry)) {
      int poison = poison(); // consumed with the lot that comes after it
      task("animals", ANIMALS, 6);
      awaitConsumed(zeroflow);
      LearnerStatus swapped = join(zeroflow.swap(Strategy.parse("zo-adam(lr=1e-4, q=2)")));
      assertThat(swapped.strategy()).startsWith("zo-adam(lr=1e-4, eps=0.001, q=2");
      task("money", MONEY, 6);
      awaitConsumed(zeroflow);
      awaitRows(zeroflow, 2);
      before = assertFollowerEqualsJournal(zeroflow);
      assertThat(deadLetters()).hasSize(poison).allSatisfy(ZeroflowTest::assertExplained);
      assertThat(join(zeroflow.board()).rows().getLast().model())
          .containsOnlyKeys("animals", "money");
    }
    assertContiguous(journal());
    PrometheusRegistry second = new PrometheusRegistry();
    try (Zeroflow zeroflow = Zeroflow.start(Settings.from(config), config, second)) {
      awaitRows(zeroflow, 2); // rebuilt from the journal
      LearnerStatus back = join(zeroflow.status());
      assertThat(back.strategy()).startsWith("zo-adam");
      assertThat(back.epoch()).isGreaterThan(1);
      assertThat(join(zeroflow.followerHash()).sha256()).isEqualTo(before);
      task("animals", ANIMALS, 3);
      awaitConsumed(zeroflow);
      assertThat(join(zeroflow.status()).step()).isGreaterThan(back.step());
    }
    assertContiguous(journal());
  }

  @Test
  void settingsThatDoNotFitTheJournalAreRefused() {
    Zeroflow.start(Settings.from(config), config, new PrometheusRegistry()).close();
    Config other = config(Map.of("zeroflow.model.bottleneck", 2));
    assertThatThrownBy(() -> Zeroflow.start(Settings.from(other), other, new PrometheusRegistry()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("bottleneck=4")
        .hasMessageContaining("another zeroflow.model.id");
  }

  private Config config(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("zeroflow.kafka.bootstrap-servers", kafka.bootstrapServers());
    values.put("zeroflow.learner.batch-size", 4);
    values.put("zeroflow.model.warm-up-samples", 4);
    values.put("zeroflow.limits.labels", 4);
    values.put("zeroflow.limits.record-size", "16 KiB");
    return ConfigFactory.load(ConfigFactory.parseMap(values));
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private void task(String name, Map<String, List<String>> classes, int epochs) {
    SampleCodec codec = new SampleCodec();
    classes.forEach(
        (label, texts) -> {
          Payload text = new Payload.Text(texts.getFirst());
          send(codec.encode(new Sample(name, label, Split.EVAL, text)));
        });
    for (int epoch = 0; epoch < epochs; epoch++) {
      classes.forEach(
          (label, texts) ->
              texts.forEach(
                  text ->
                      send(
                          codec.encodeJson(
                              new Sample(name, label, Split.TRAIN, new Payload.Text(text))))));
    }
    send(codec.encode(new TaskEnd(name)));
  }

  /** One of each that cannot be learned from; returns how many. */
  private int poison() {
    List<byte[]> records = new ArrayList<>();
    records.add(new byte[0]);
    records.add("not a sample".getBytes(StandardCharsets.UTF_8));
    records.add("{\"labl\":\"cat\",\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8));
    records.add("{\"text\":\"no label\"}".getBytes(StandardCharsets.UTF_8));
    records.add(
        "{\"label\":\"cat\",\"image\":\"bm90IGFuIGltYWdl\"}".getBytes(StandardCharsets.UTF_8));
    records.add(
        "{\"label\":\"cat\",\"tensor\":{\"shape\":[1],\"values\":[1]}}"
            .getBytes(StandardCharsets.UTF_8));
    records.add(new byte[20 << 10]);
    records.forEach(this::send);
    send(null);
    return records.size() + 1;
  }

  private void send(byte @Nullable [] value) {
    var unused = producer.send(new ProducerRecord<>("zeroflow.tasks", value));
    sent++;
  }

  private void awaitConsumed(Zeroflow zeroflow) {
    producer.flush();
    await()
        .atMost(PATIENCE)
        .until(() -> join(zeroflow.status()).positions().getOrDefault(0, 0L) == sent);
  }

  private static void awaitRows(Zeroflow zeroflow, int rows) {
    await().atMost(PATIENCE).until(() -> join(zeroflow.board()).rows().size() >= rows);
    Board board = join(zeroflow.board());
    assertThat(board.rows().getFirst().control().values())
        .allSatisfy(score -> assertThat(score.ratio()).isGreaterThan(0.5));
  }

  private String assertFollowerEqualsJournal(Zeroflow zeroflow) {
    Replica replica = new Replica();
    journal().forEach(replica::apply);
    LearnerStatus status = join(zeroflow.status());
    assertThat(replica.step()).isEqualTo(status.step());
    assertThat(replica.theta().size()).isEqualTo(status.parameters());
    await().atMost(PATIENCE).until(() -> join(zeroflow.followerHash()).step() == status.step());
    assertThat(join(zeroflow.followerHash()).sha256()).isEqualTo(replica.theta().sha256());
    return replica.theta().sha256();
  }

  /** Every offset is consumed once, and every step has the strategy that was in force. */
  private void assertContiguous(List<JournalRecord> records) {
    long next = 0;
    int strategy = 0;
    for (JournalRecord record : records) {
      for (Consumed consumed : record.consumed()) {
        assertThat(consumed.from()).isEqualTo(next);
        next = consumed.to();
      }
      if (record.change() instanceof Change.StrategyChanged changed) {
        strategy = changed.number();
      } else if (record.change() instanceof Change.Step step) {
        assertThat(step.strategy()).isEqualTo(strategy);
      }
    }
    assertThat(next).isEqualTo(sent);
  }

  private List<JournalRecord> journal() {
    List<JournalRecord> records = new ArrayList<>();
    try (JournalReader reader = new JournalReader(client(), "zeroflow.journal", "default")) {
      long end = reader.end();
      while (reader.position() < end) {
        records.addAll(reader.poll(Duration.ofMillis(200)));
      }
    }
    return records;
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    TopicPartition partition = new TopicPartition("zeroflow.tasks.dlq", 0);
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            new HashMap<>(client()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
      }
    }
    return letters;
  }

  private static void assertExplained(ConsumerRecord<byte[], byte[]> letter) {
    for (String field : List.of("topic", "partition", "offset", "reason", "exception.message")) {
      assertThat(letter.headers().lastHeader("__zeroflow.errors." + field))
          .as(field)
          .satisfies(header -> assertThat(header.value()).isNotEmpty());
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
