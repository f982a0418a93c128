package io.zeroflow.runtime.follow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of the features that evaluators hold. Each may hold an even share of the limit, and sees to
 * it by itself: a new one makes the shares of the others smaller, which they notice when they next
 * measure.
 */
public final class EvaluationMemory {

  private final long limit;
  private final AtomicInteger evaluators = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param limit bytes for all of them
   */
  public EvaluationMemory(long limit) {
    this.limit = limit;
  }

  /** One evaluator more. */
  void join() {
    evaluators.incrementAndGet();
  }

  /** Bytes that each may hold. */
  long share() {
    return limit / Math.max(1, evaluators.get());
  }

  /** Says that one holds so many bytes more, or less. */
  void add(long difference) {
    bytes.addAndGet(difference);
  }

  /** Bytes that all of them hold. */
  public long bytes() {
    return bytes.get();
  }
}
