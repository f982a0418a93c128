package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.MethodOptions;
import io.zeroflow.model.method.Methods;
import io.zeroflow.model.minilm.MiniLm;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same samples in the same order give the same bits, from a table and from Kafka. */
class StreamEqualsBatchTest {

  private static final long SEED = 5;
  private static final String STRATEGY = "zo-adam(lr=0.01, q=2)";
  private static final Protocol PROTOCOL =
      new Protocol("wordnet", 2, 4, 12, 6, 8, MethodOptions.DEFAULTS.withWarmUp(6), 60);

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Network network;
  private static FeaturePool pool;

  @BeforeAll
  static void load() throws Exception {
    kafka = EmbeddedKafka.start(directory);
    network = MiniLm.load(new MiniLmConfig(1, 4, 3f, 16f, 64), Device.cpu());
    pool = FeaturePool.encode(network, PROTOCOL, BenchProgress.NONE);
  }

  @AfterAll
  static void close() {
    network.close();
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Methods.class,
      names = {"FINE_TUNE", "EASE", "REPLAY", "MEMO"})
  void theStreamedRunHasTheWeightsOfTheBatchRun(Methods method) throws Exception {
    List<FeatureTask> stream = FeatureTask.stream(pool, PROTOCOL, SEED);
    Trial trial =
        Trial.over(
            network,
            PROTOCOL,
            stream,
            new Entry.Learned(method, Strategy.parse(STRATEGY)),
            SEED,
            BenchProgress.NONE);
    Replica batch = trial.replica();
    assertThat(batch.step()).isGreaterThan(5);

    String id = method.toString();
    Config config = config(id, method);
    try (Zeroflow zeroflow =
        Zeroflow.start(Settings.from(config), config, new PrometheusRegistry())) {
      send(id, stream, trial.batches());
      Follower.Hash streamed =
          await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> zeroflow.followerHash().toCompletableFuture().join(),
                  hash -> hash.step() == batch.step());
      assertThat(streamed.sha256()).isEqualTo(batch.theta().sha256());
    }
  }

  private static Config config(String id, Methods method) {
    return ConfigFactory.load(
        ConfigFactory.parseMap(
            Map.of(
                "zeroflow.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "zeroflow.kafka.topics.tasks",
                id + ".tasks",
                "zeroflow.kafka.topics.dead-letters",
                id + ".dlq",
                "zeroflow.kafka.topics.journal",
                id + ".journal",
                "zeroflow.model.seed",
                SEED,
                "zeroflow.model.warm-up-samples",
                PROTOCOL.methods().warmUpSamples(),
                "zeroflow.model.method",
                method.toString(),
                "zeroflow.learner.batch-size",
                PROTOCOL.batchSize(),
                "zeroflow.strategy",
                STRATEGY,
                "zeroflow.supervisor.policy",
                "manual")));
  }

  /** What the table learned from, in its order, and the end of each task. */
  private static void send(String id, List<FeatureTask> stream, List<Integer> batches) {
    SampleCodec codec = new SampleCodec();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < stream.size(); i++) {
        FeatureTask task = stream.get(i);
        Epochs epochs = Trial.epochs(task.train(), PROTOCOL, SEED, i);
        List<StreamMessage> messages = new ArrayList<>();
        for (int batch = 0; batch < batches.get(i); batch++) {
          epochs.next().forEach(feature -> messages.add(sample(task.name(), feature)));
        }
        messages.add(new TaskEnd(task.name()));
        messages.forEach(
            message -> producer.send(new ProducerRecord<>(id + ".tasks", codec.encode(message))));
      }
    }
  }

  private static Sample sample(String task, LabelledFeature feature) {
    String text = ((Input.Text) feature.input()).value();
    return new Sample(task, feature.label(), Split.TRAIN, new Payload.Text(text));
  }
}
