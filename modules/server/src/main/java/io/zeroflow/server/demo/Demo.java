package io.zeroflow.server.demo;

import com.typesafe.config.Config;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.broker.TemporaryDirectory;
import io.zeroflow.data.split.Task;
import io.zeroflow.journal.JournalException;
import io.zeroflow.load.Feed;
import io.zeroflow.load.FeedException;
import io.zeroflow.load.FeedListener;
import io.zeroflow.load.FeedPlan;
import io.zeroflow.runtime.Preflight;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.HttpServer;
import io.zeroflow.server.telemetry.KafkaLog;
import io.zeroflow.server.telemetry.Tracing;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** One run of the demo. */
public final class Demo {

  private static final long LOOK_MS = 250;

  /** Stands where the address of the broker will. */
  private static final String NO_KAFKA_YET = "127.0.0.1:1";

  private final DemoOptions options;
  private final PrintWriter out;
  private final BiConsumer<LearnerStatus, Board> result;
  private final CompletableFuture<Void> stop;

  /**
   * @param out where people read
   * @param result told what it came to, for programs
   * @param stop completes when they have seen enough
   */
  public Demo(
      DemoOptions options,
      PrintWriter out,
      BiConsumer<LearnerStatus, Board> result,
      CompletableFuture<Void> stop) {
    this.options = options;
    this.out = out;
    this.result = result;
    this.stop = stop;
  }

  /** Runs to the summary, or until stopped; 0 if all went well. */
  public int run() {
    long start = System.nanoTime();
    options.check();
    KafkaLog.quiet(); // a broker that starts, stops and is alone warns of what means nothing here
    List<Task> tasks = options.stream();
    int port = check();
    say("scenario  %s: %s", options.scenario().name(), options.scenario().about());
    say("starting an embedded Kafka …");
    try (TemporaryDirectory directory = TemporaryDirectory.create("zeroflow-demo-");
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.path().resolve("kafka"))) {
      say("loading the backbone …");
      run(kafka, port, tasks, start);
    }
    return 0;
  }

  /** Before anything is started. Returns the port to listen on. */
  private int check() {
    Settings settings = Settings.from(options.config(NO_KAFKA_YET, options.port()));
    SettingsException.check(Preflight.mistakes(settings));
    if (HttpServer.taken(settings.http()).isEmpty()) {
      return options.port();
    }
    // A demo should not fail because something else runs.
    say("port %d is taken; taking a free one", options.port());
    return 0;
  }

  private void run(EmbeddedKafka kafka, int port, List<Task> tasks, long start) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    Config config = options.config(kafka.bootstrapServers(), port);
    Settings settings = Settings.from(config);
    try (Tracing _ = Tracing.start(settings.tracing());
        Zeroflow zeroflow = Zeroflow.start(settings, config, registry);
        HttpServer http = HttpServer.start(zeroflow, settings, registry)) {
      say("web page  %s/", http.url());
      say("metrics   %s/metrics", http.url());
      say("strategy  %s", settings.strategy().brief());
      FeedPlan plan =
          new FeedPlan(
              settings.kafka().topics().tasks(),
              tasks,
              options.epochs(),
              1,
              0,
              options.seed(),
              FeedPlan.Format.PROTOBUF);
      CompletableFuture<Void> fed = feed(kafka, plan);
      try (LiveView view = new LiveView(out, plan)) {
        watch(zeroflow, tasks.size(), fed, view);
      }
      if (!stop.isDone()) {
        Board board = zeroflow.board().toCompletableFuture().join();
        var status = zeroflow.status().toCompletableFuture().join();
        out.print(Summary.of(board, status, System.nanoTime() - start));
        out.flush();
        result.accept(status, board);
        keepRunning(http);
      }
      say("stopping …");
    }
  }

  private CompletableFuture<Void> feed(EmbeddedKafka kafka, FeedPlan plan) {
    CompletableFuture<Void> fed = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .name("feed")
            .daemon()
            .start(
                () -> {
                  try {
                    new Feed(kafka.bootstrapServers(), plan).run(FeedListener.NONE);
                    fed.complete(null);
                  } catch (FeedException | RuntimeException e) {
                    fed.completeExceptionally(e);
                  }
                });
    var unused = stop.thenRun(thread::interrupt);
    return fed;
  }

  /** Looks on until the last task has been learned and measured. */
  private void watch(Zeroflow zeroflow, int tasks, CompletableFuture<Void> fed, LiveView view) {
    while (!stop.isDone()) {
      if (fed.isCompletedExceptionally()) {
        throw new JournalException("feeding the stream failed: " + fed.exceptionNow().getMessage());
      }
      if (!zeroflow.ready()) {
        throw new JournalException("a part of the demo failed; the log says why");
      }
      Board board = zeroflow.board().toCompletableFuture().join();
      view.show(zeroflow.status().toCompletableFuture().join(), board);
      if (board.rows().size() >= tasks) {
        return;
      }
      await(LOOK_MS);
    }
  }

  private void keepRunning(HttpServer http) {
    if (options.keepRunning()) {
      say("still up at %s/ until Ctrl-C", http.url());
      stop.join();
    }
  }

  private void await(long millis) {
    try {
      stop.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return; // nobody stopped it: look again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.complete(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the stop signal failed", e);
    }
  }

  private void say(String format, Object... values) {
    out.printf(format + "%n", values);
    out.flush();
  }
}
