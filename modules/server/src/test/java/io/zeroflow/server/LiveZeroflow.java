package io.zeroflow.server;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.load.Feed;
import io.zeroflow.load.FeedException;
import io.zeroflow.load.FeedListener;
import io.zeroflow.load.FeedPlan;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.server.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A whole Zeroflow in this JVM: a real broker, the real backbone, HTTP on a free port, and both
 * {@link TinyTasks} learned and measured.
 */
public final class LiveZeroflow implements AutoCloseable {

  /** Generous: the machine may be busy with other things. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final int EPOCHS = 6;

  private final Path directory;
  private final EmbeddedKafka kafka;
  private final Zeroflow zeroflow;
  private final HttpServer http;

  private LiveZeroflow(Path directory, EmbeddedKafka kafka, Zeroflow zeroflow, HttpServer http) {
    this.directory = directory;
    this.kafka = kafka;
    this.zeroflow = zeroflow;
    this.http = http;
  }

  static LiveZeroflow start() throws IOException, FeedException {
    Path directory = Files.createTempDirectory("zeroflow-test-");
    EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    Config config =
        ConfigFactory.load(
            ConfigFactory.parseMap(
                Map.of(
                    "zeroflow.kafka.bootstrap-servers", kafka.bootstrapServers(),
                    "zeroflow.http.port", 0,
                    "zeroflow.learner.batch-size", 4,
                    "zeroflow.model.warm-up-samples", 4,
                    // Swaps are the tests' own.
                    "zeroflow.supervisor.policy", "manual")));
    Settings settings = Settings.from(config);
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Zeroflow zeroflow = Zeroflow.start(settings, config, registry);
    HttpServer http = HttpServer.start(zeroflow, settings, registry);
    LiveZeroflow live = new LiveZeroflow(directory, kafka, zeroflow, http);
    live.feed(settings.kafka().topics().tasks());
    return live;
  }

  private void feed(String topic) throws FeedException {
    FeedPlan plan = new FeedPlan(topic, TinyTasks.TASKS, EPOCHS, 1, 0, 1, FeedPlan.Format.PROTOBUF);
    new Feed(kafka.bootstrapServers(), plan).run(FeedListener.NONE);
    await()
        .atMost(PATIENCE)
        .until(() -> zeroflow.board().toCompletableFuture().join().rows().size() == 2);
  }

  /** Where HTTP listens. */
  public String url() {
    return http.url();
  }

  /** Where the broker listens. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** A directory that goes away with this. */
  public Path directory() {
    return directory;
  }

  /** Samples that the learner must have consumed. */
  static long samples() {
    return EPOCHS * TinyTasks.TASKS.stream().mapToLong(task -> task.train().size()).sum();
  }

  @Override
  public void close() throws IOException {
    http.close();
    zeroflow.close();
    kafka.close();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
