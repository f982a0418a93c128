package io.zeroflow.model.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Per-thread modes of libtorch. They default to what training by backprop needs, so a thread that
 * computes must be prepared; all calls of this package do that themselves at the first use.
 */
public final class TorchThread {

  private static final ThreadLocal<Integer> PREPARED = ThreadLocal.withInitial(() -> 0);

  private TorchThread() {}

  /** Gradients off and one engine thread, unless this thread has been prepared otherwise. */
  static void prepare() {
    if (PREPARED.get() == 0) {
      prepare(1);
    }
  }

  /**
   * Gradients off, and so many engine threads for what this thread computes.
   *
   * @throws IllegalStateException on a virtual thread, whose modes would be its carrier's
   */
  public static void prepare(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "engine threads are %d; at least 1 is needed".formatted(threads));
    }
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "tensor work needs a platform thread, but '%s' is virtual"
              .formatted(Thread.currentThread().getName()));
    }
    DeviceChoice.engine();
    try (EngineGate.Passage _ = EngineGate.process().upkeep()) {
      JniUtils.setGradMode(false);
      JniUtils.setNumThreads(threads);
      // Batches differ in length: specialising code for each shape costs more than it gives.
      JniUtils.setGraphExecutorOptimize(false);
    }
    PREPARED.set(threads);
  }
}
