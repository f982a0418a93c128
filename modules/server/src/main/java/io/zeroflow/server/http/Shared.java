package io.zeroflow.server.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that everybody gets who asks while it is being found, or shortly after: however many
 * ask, the work is done once. Safe for concurrent use.
 */
final class Shared<T> implements Supplier<CompletionStage<T>> {

  private final Supplier<CompletionStage<T>> work;
  private final Duration fresh;
  private @Nullable CompletableFuture<T> last;
  private volatile long found;

  /**
   * @param fresh how long an answer holds; zero shares it among those who wait for it. A failure
   *     never holds.
   */
  Shared(Duration fresh, Supplier<CompletionStage<T>> work) {
    this.fresh = fresh;
    this.work = work;
  }

  @Override
  public synchronized CompletionStage<T> get() {
    CompletableFuture<T> known = last;
    if (known != null && (!known.isDone() || holds(known))) {
      return known;
    }
    CompletableFuture<T> next =
        work.get()
            .toCompletableFuture()
            .whenComplete((value, failure) -> found = System.nanoTime());
    last = next;
    return next;
  }

  private boolean holds(CompletableFuture<T> known) {
    return !known.isCompletedExceptionally() && System.nanoTime() - found < fresh.toNanos();
  }
}
