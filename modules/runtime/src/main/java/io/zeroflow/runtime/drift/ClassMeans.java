package io.zeroflow.runtime.drift;

import io.zeroflow.journal.HeadRow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task looks like: the sum of its samples' frozen features, each of length 1, class by
 * class. As |Σf| / n is what the features of a class have in common with their mean on average, the
 * sums also say how much a sample of the task is like the task.
 */
final class ClassMeans {

  /**
   * Part of the samples that an even class would have, below which a class does not belong to the
   * task: samples of another one get in where tasks meet inside of a batch.
   */
  private static final double OWN = 0.25;

  /** With its norm, which is asked for far more often than the sum changes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sum(double[] values, long count, double norm) {

    static Sum of(double[] values, long count) {
      double square = 0;
      for (double value : values) {
        square += value * value;
      }
      return new Sum(values, count, Math.sqrt(square));
    }

    double cosine(float[] unit) {
      double dot = 0;
      for (int i = 0; i < values.length; i++) {
        dot += values[i] * unit[i];
      }
      return dot / Math.max(norm, 1e-12);
    }
  }

  private final Map<String, Sum> sums = new LinkedHashMap<>();
  private long samples;

  /** Of rows as a task's end leaves them: means over so many samples. */
  static ClassMeans of(Collection<HeadRow> rows) {
    ClassMeans means = new ClassMeans();
    for (HeadRow row : rows) {
      double[] sum = new double[row.values().length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = (double) row.values()[i] * row.count();
      }
      means.sums.put(row.label(), Sum.of(sum, row.count()));
      means.samples += row.count();
    }
    return means;
  }

  /** Adds a feature of length 1. */
  void add(String label, float[] unit) {
    Sum old = sums.get(label);
    double[] sum = old == null ? new double[unit.length] : old.values();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += unit[i];
    }
    sums.put(label, Sum.of(sum, old == null ? 1 : old.count() + 1));
    samples++;
  }

  boolean isEmpty() {
    return samples == 0;
  }

  /**
   * How much a sample is like the task: the cosine of its feature with the mean of its class; 0 if
   * the task has no such class.
   */
  double similarity(String label, float[] unit) {
    Sum sum = sums.get(label);
    return sum == null || !owns(sum) ? 0 : Math.max(0, sum.cosine(unit));
  }

  /** The mean of {@link #similarity} over the task's own samples. */
  double expected() {
    double norms = 0;
    long count = 0;
    for (Sum sum : sums.values()) {
      if (owns(sum)) {
        norms += sum.norm();
        count += sum.count();
      }
    }
    return count == 0 ? 0 : norms / count;
  }

  /** The class whose mean is nearest, or null before the first sample. */
  @Nullable String nearest(float[] unit) {
    String nearest = null;
    double best = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, Sum> entry : sums.entrySet()) {
      double cosine = owns(entry.getValue()) ? entry.getValue().cosine(unit) : -1;
      if (cosine > best) {
        best = cosine;
        nearest = entry.getKey();
      }
    }
    return nearest;
  }

  private boolean owns(Sum sum) {
    return sum.count() >= OWN * samples / sums.size();
  }
}
