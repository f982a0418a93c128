package io.zeroflow.runtime.source;

import io.zeroflow.journal.Reason;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.FutureConverters;

/**
 * How far the learner's source is, for whoever looks on, and the way to tell it not to wait. Safe
 * for concurrent use.
 */
public final class Intake {

  private final Map<Integer, Long> read;
  private final AtomicLong cut = new AtomicLong();
  private final DoubleConsumer waiting;
  private volatile @Nullable AsyncCallback<Flush> flushes;

  /** Somebody's wish that nothing waits for a full batch. */
  record Flush(Reason why, CompletableFuture<Integer> samples) {}

  /**
   * @param learned offset of the first record of each partition that is still to be learned
   * @param waiting told how many samples wait for a full batch
   */
  public Intake(Map<Integer, Long> learned, DoubleConsumer waiting) {
    this.read = new ConcurrentHashMap<>(learned);
    this.waiting = waiting;
  }

  /**
   * Has a batch made of the samples that wait for a full one.
   *
   * @return how many those were, once they are on their way to the learner; fails if the source has
   *     stopped
   */
  public CompletionStage<Integer> flush(Reason why) {
    AsyncCallback<Flush> running = flushes;
    CompletableFuture<Integer> samples = new CompletableFuture<>();
    if (running == null) {
      samples.completeExceptionally(new IllegalStateException("the source has not started"));
      return samples;
    }
    FutureConverters.asJava(running.invokeWithFeedback(new Flush(why, samples)))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                samples.completeExceptionally(failure);
              }
            });
    return samples;
  }

  /** Next offset that has not been cut into lots, and does not wait to be, by partition. */
  public Map<Integer, Long> read() {
    return Map.copyOf(read);
  }

  /** Samples in all lots so far. */
  public long cut() {
    return cut.get();
  }

  void started(AsyncCallback<Flush> flushes) {
    this.flushes = flushes;
  }

  void took(int partition, long next) {
    read.merge(partition, next, Math::max);
  }

  void waiting(int samples) {
    waiting.accept(samples);
  }

  void made(Lot lot) {
    if (lot instanceof Lot.Samples samples) {
      cut.addAndGet(samples.samples().size());
    }
  }
}
