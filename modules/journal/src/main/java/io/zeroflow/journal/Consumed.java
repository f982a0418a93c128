package io.zeroflow.journal;

/**
 * Offsets [from, to) of one partition of the tasks topic that a record has used up: samples that
 * were learned, and dead letters and held-out samples between them that were passed by.
 */
public record Consumed(int partition, long from, long to) {

  public Consumed {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "partition %d: offsets [%d, %d) are not a range".formatted(partition, from, to));
    }
  }
}
