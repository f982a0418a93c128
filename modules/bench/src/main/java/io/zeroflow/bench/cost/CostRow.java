package io.zeroflow.bench.cost;

import io.zeroflow.bench.Timing;

/**
 * What one kind of work costs on one batch.
 *
 * @param name {@link #FORWARD} or a strategy
 * @param batch samples
 * @param forwards forward passes that it took
 * @param timing of the rounds
 * @param cpuSeconds that the process computed meanwhile, the median
 * @param peakBytes of resident memory above what was there before
 */
public record CostRow(
    String name, int batch, int forwards, Timing timing, double cpuSeconds, long peakBytes) {

  /** The median. */
  double seconds() {
    return timing.median();
  }

  /** A bare forward pass. */
  public static final String FORWARD = "forward pass";

  /** Backprop into every weight from the first adapter on. */
  public static final String ALL_WEIGHTS = "backprop, all weights";

  /** Whether it is a step of finite differences: those whose time follows their forward passes. */
  boolean zerothOrder() {
    return name.startsWith("zo-");
  }
}
