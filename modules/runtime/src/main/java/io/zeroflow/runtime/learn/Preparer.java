package io.zeroflow.runtime.learn;

import io.opentelemetry.context.Scope;
import io.zeroflow.data.Sample;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.FeatureCache;
import io.zeroflow.model.Input;
import io.zeroflow.model.Network;
import io.zeroflow.model.method.Samples;
import io.zeroflow.runtime.source.Inputs;
import io.zeroflow.runtime.source.Lot;
import io.zeroflow.runtime.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs the frozen part over lots and makes batches of them, one lot after the other on a thread of
 * its own, while the learner is busy with those before. None of it depends on θ.
 */
public final class Preparer implements AutoCloseable {

  private final Network network;
  private final FeatureCache cache;
  private final int threads;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("zeroflow-preparer").daemon().factory());

  /**
   * @param threads engine threads
   */
  public Preparer(Network network, FeatureCache cache, int threads) {
    this.network = network;
    this.cache = cache;
    this.threads = threads;
  }

  /** Makes a lot ready; fails with what the network has against one of its samples. */
  public CompletionStage<Prepared> prepare(Lot lot) {
    return switch (lot) {
      case Lot.Samples samples ->
          CompletableFuture.supplyAsync(
              () -> new Prepared.Ready(samples, traced(samples)), executor);
      case Lot.Known known ->
          CompletableFuture.supplyAsync(
              () -> new Prepared.Known(prepare(known.samples())), executor);
      case Lot.Mark mark -> CompletableFuture.completedFuture(new Prepared.Marked(mark));
    };
  }

  private Samples traced(Lot.Samples lot) {
    try (Scope _ = lot.span().makeCurrent()) {
      return Traces.part("encode", () -> prepare(lot.samples()));
    }
  }

  private Samples prepare(List<Sample> samples) {
    network.enter(threads);
    List<Input> inputs = samples.stream().map(s -> Inputs.of(s.payload())).toList();
    List<Encoded> encoded = inputs.stream().map(input -> cache.get(network, input)).toList();
    List<String> labels = samples.stream().map(Sample::label).toList();
    return new Samples(inputs, encoded, network.collate(encoded), labels);
  }

  /** Waits for the lot in work. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      executor.awaitTermination(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
