package io.zeroflow.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.data.split.Task;
import io.zeroflow.journal.JournalException;
import io.zeroflow.load.Feed;
import io.zeroflow.load.FeedException;
import io.zeroflow.load.FeedListener;
import io.zeroflow.load.FeedPlan;
import io.zeroflow.runtime.Zeroflow;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.learn.StepTimes;
import io.zeroflow.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where the time of a step goes in the running system: a real broker in the same JVM, the stream,
 * the actors and the journal; no held-out samples, so no evaluation. The first pass over the data
 * fills the feature cache and is not counted.
 */
public final class SystemCost {

  /**
   * Seconds a step, by where they go; {@code other} is what else the learner does with a batch,
   * {@code waiting} is waiting for one.
   */
  public record Shares(
      double step, double measure, double journal, double apply, double other, double waiting) {}

  private SystemCost() {}

  /**
   * Runs {@code epochs} passes over a small task after a few to warm up, and gives the mean shares.
   *
   * @param stop whether to end early
   * @throws CancellationException if it said so
   * @throws JournalException if a part of the system failed
   */
  public static Shares measure(Path directory, int batchSize, int epochs, BooleanSupplier stop)
      throws IOException, FeedException, InterruptedException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
      Config config =
          ConfigFactory.load(
              ConfigFactory.parseMap(
                  Map.of(
                      "zeroflow.kafka.bootstrap-servers",
                      kafka.bootstrapServers(),
                      "zeroflow.learner.batch-size",
                      batchSize,
                      "zeroflow.model.warm-up-samples",
                      1,
                      "zeroflow.strategy",
                      "zo-sgd(lr=1e-6)",
                      "zeroflow.supervisor.policy",
                      "manual")));
      Settings settings = Settings.from(config);
      // All records are there before the clock runs: feeding would take a core of its own.
      settings.kafka().topics().create(settings.kafka().client());
      FeedPlan plan = plan(settings.kafka().topics().tasks(), epochs + 1);
      new Feed(kafka.bootstrapServers(), plan).run(stopping(stop));
      try (Zeroflow zeroflow = Zeroflow.start(settings, config, new PrometheusRegistry())) {
        awaitSamples(zeroflow, 2 * plan.samples() / (epochs + 1), stop);
        long start = System.nanoTime();
        LearnerStatus first = join(zeroflow.status());
        StepTimes.Shares before = join(zeroflow.times());
        awaitSamples(zeroflow, plan.samples(), stop);
        double seconds = (System.nanoTime() - start) / 1e9;
        long steps = join(zeroflow.status()).step() - first.step();
        return shares(seconds, steps, before, join(zeroflow.times()));
      }
    }
  }

  /** Ends the feed, whose records may be many. */
  private static FeedListener stopping(BooleanSupplier stop) {
    return new FeedListener() {
      @Override
      public void sampleSent() {
        cancelIf(stop);
      }
    };
  }

  private static void cancelIf(BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new CancellationException("stopped");
    }
  }

  /** What both measurements learn from: 20 classes of 20 samples each of the shipped data. */
  public static Task task() throws IOException {
    var examples = Datasets.open("wordnet", new DatasetOptions(20, 1, 1));
    List<String> labels = examples.labels().subList(0, 20);
    return new Task(
        "bench",
        labels,
        examples.train().stream().filter(e -> labels.contains(e.label())).toList(),
        List.of());
  }

  private static FeedPlan plan(String topic, int epochs) throws IOException {
    Task task = task();
    return new FeedPlan(topic, List.of(task), epochs, 1, 0, 1, FeedPlan.Format.PROTOBUF);
  }

  private static Shares shares(
      double seconds, long steps, StepTimes.Shares before, StepTimes.Shares after) {
    double n = Math.max(1, steps);
    double busy = (after.busy() - before.busy()) / n;
    double measure = (after.measure() - before.measure()) / n;
    double journal = (after.journal() - before.journal()) / n;
    double apply = (after.apply() - before.apply()) / n;
    double step = seconds / n;
    return new Shares(step, measure, journal, apply, busy - measure - journal - apply, step - busy);
  }

  private static void awaitSamples(Zeroflow zeroflow, long samples, BooleanSupplier stop)
      throws InterruptedException {
    while (join(zeroflow.status()).samples() < samples) {
      cancelIf(stop);
      if (!zeroflow.ready()) {
        throw new JournalException("a part of the system failed; the log says why");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
