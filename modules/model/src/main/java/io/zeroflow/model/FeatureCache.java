package io.zeroflow.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what the frozen part made of recent inputs, the least recently used dropped first. Safe for
 * concurrent use; an input may be encoded twice if two threads miss it at once.
 */
public final class FeatureCache {

  private final long maxBytes;
  private final Map<Input, Encoded> entries = new LinkedHashMap<>(1024, 0.75f, true);
  private long bytes;
  private long hits;
  private long misses;

  /**
   * @param maxBytes the most that is kept; 0 keeps nothing
   */
  public FeatureCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The encoding of an input, from memory or computed now on this thread. */
  public Encoded get(Network network, Input input) {
    synchronized (this) {
      Encoded known = entries.get(input);
      if (known != null) {
        hits++;
        return known;
      }
      misses++;
    }
    Encoded encoded = network.encode(input);
    synchronized (this) {
      long size = size(input, encoded);
      if (size <= maxBytes && entries.put(input, encoded) == null) {
        bytes += size;
        evict();
      }
    }
    return encoded;
  }

  private void evict() {
    var oldest = entries.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      Map.Entry<Input, Encoded> entry = oldest.next();
      bytes -= size(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }

  /** An input is kept to be recognised, and can be much larger than what was made of it. */
  private static long size(Input input, Encoded encoded) {
    return input.memory() + encoded.bytes();
  }

  /** Bytes kept. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Inputs found in memory so far. */
  public synchronized long hits() {
    return hits;
  }

  /** Inputs encoded so far. */
  public synchronized long misses() {
    return misses;
  }
}
