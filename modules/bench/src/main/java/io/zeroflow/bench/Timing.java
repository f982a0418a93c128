package io.zeroflow.bench;

import java.util.Arrays;

/**
 * Times of one thing, in seconds.
 *
 * @param low first quartile
 * @param high third quartile
 */
public record Timing(double low, double median, double high) {

  /** Median and quartiles. */
  public static Timing of(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return new Timing(
        sorted[sorted.length / 4], sorted[sorted.length / 2], sorted[3 * sorted.length / 4]);
  }
}
