package io.zeroflow.runtime.drift;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ADWIN (Bifet and Gavaldà, "Learning from time-changing data with adaptive windowing", SDM 2007,
 * the second version): a window over a stream that grows while its mean is steady and loses its old
 * end when two parts of it have means that differ by more than chance allows. Buckets of
 * exponentially growing size keep it in memory that is logarithmic in its length. Not safe for
 * concurrent use.
 */
public final class Adwin {

  /** Buckets of one size before two are merged: the paper's M. */
  private static final int BUCKETS_A_SIZE = 5;

  /** Values on either side of a cut before their means are compared. */
  private static final int ENOUGH = 5;

  private final double delta;

  /** The newest first; sizes are powers of two that do not fall. */
  private final List<Bucket> buckets = new ArrayList<>();

  private Bucket all = Bucket.EMPTY;
  private long sinceChange;

  /**
   * @param delta chance of a false alarm that is accepted, in (0, 1)
   */
  public Adwin(double delta) {
    this.delta = delta;
  }

  /** Mean and sum of squared deviations of values that lie side by side. */
  private record Bucket(long size, double mean, double squares) {

    static final Bucket EMPTY = new Bucket(0, 0, 0);

    Bucket with(Bucket other) {
      if (size == 0) {
        return other;
      }
      long both = size + other.size;
      double apart = other.mean - mean;
      return new Bucket(
          both,
          mean + apart * other.size / both,
          squares + other.squares + apart * apart * size * other.size / both);
    }

    Bucket without(Bucket part) {
      long left = size - part.size;
      if (left <= 0) {
        return EMPTY;
      }
      double rest = (mean * size - part.mean * part.size) / left;
      double apart = part.mean - rest;
      return new Bucket(
          left,
          rest,
          Math.max(0, squares - part.squares - apart * apart * left * part.size / size));
    }
  }

  /** Values in the window. */
  public long width() {
    return all.size;
  }

  /** Values from the most marked cut to the last change that was noticed; 0 before the first. */
  public long sinceChange() {
    return sinceChange;
  }

  /** Their mean; 0 of none. */
  public double mean() {
    return all.mean;
  }

  /** Starts over. */
  public void reset() {
    buckets.clear();
    all = Bucket.EMPTY;
  }

  /**
   * Takes a value.
   *
   * @return how far recent values lie below older ones, if the window now loses its old end;
   *     negative if they lie above; 0 where there is no change
   */
  public double add(double value) {
    if (!Double.isFinite(value)) {
      return 0;
    }
    Bucket one = new Bucket(1, value, 0);
    buckets.addFirst(one);
    all = all.with(one);
    merge();
    Cut cut = cut();
    if (cut == null) {
      return 0;
    }
    sinceChange = cut.recent();
    while (cut() != null) {
      all = all.without(buckets.removeLast());
    }
    return cut.fall();
  }

  private void merge() {
    int of = 0; // buckets of the size at hand
    for (int i = 0; i < buckets.size(); i++) {
      of = i > 0 && buckets.get(i).size == buckets.get(i - 1).size ? of + 1 : 1;
      if (of > BUCKETS_A_SIZE) {
        buckets.set(i, buckets.get(i).with(buckets.get(i - 1)));
        buckets.remove(i - 1);
        i--; // the merged one is the first of the next size
        of = 1;
      }
    }
  }

  /** A cut that leaves so many recent values, whose mean lies below that of the old ones. */
  private record Cut(long recent, double fall) {}

  /** The cut whose parts have means that differ most beyond chance, or null if none do. */
  private @Nullable Cut cut() {
    Cut cut = null;
    double most = 1;
    Bucket recent = Bucket.EMPTY;
    for (Bucket bucket : buckets) {
      recent = recent.with(bucket);
      Bucket old = all.without(recent);
      if (old.size < ENOUGH) {
        return cut;
      }
      double fall = old.mean - recent.mean;
      double marked = Math.abs(fall) / bound(recent, old);
      if (recent.size >= ENOUGH && marked > most) {
        most = marked;
        cut = new Cut(recent.size, fall);
      }
    }
    return cut;
  }

  /** ε_cut of the paper's section 3.2, with δ' = δ / ln n. */
  private double bound(Bucket recent, Bucket old) {
    double m = 1 / (1.0 / recent.size + 1.0 / old.size);
    double log = Math.log(2 * Math.log(all.size) / delta);
    double variance = all.squares / all.size;
    return Math.sqrt(2 / m * variance * log) + 2 / (3 * m) * log;
  }
}
