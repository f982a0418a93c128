package io.zeroflow.model.method;

import io.zeroflow.journal.HeadRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classifies a feature by the class mean with the largest cosine. Immutable. */
public final class NearestMean {

  private final List<String> labels = new ArrayList<>();
  private final List<float[]> directions = new ArrayList<>();

  public NearestMean(Collection<HeadRow> means) {
    for (HeadRow mean : means) {
      labels.add(mean.label());
      directions.add(normalised(mean.values()));
    }
  }

  /** The same means, those of {@code kept} labels only. */
  public NearestMean restrictedTo(Collection<String> kept) {
    NearestMean restricted = new NearestMean(List.of());
    for (int row = 0; row < labels.size(); row++) {
      if (kept.contains(labels.get(row))) {
        restricted.labels.add(labels.get(row));
        restricted.directions.add(directions.get(row));
      }
    }
    return restricted;
  }

  /** How many labels there are. */
  public int size() {
    return labels.size();
  }

  /** The nearest label, or null if there is none. */
  public @Nullable String predict(float[] feature) {
    String nearest = null;
    float best = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < labels.size(); row++) {
      float cosine = dot(directions.get(row), feature); // up to the feature's norm
      if (cosine > best) {
        best = cosine;
        nearest = labels.get(row);
      }
    }
    return nearest;
  }

  private static float[] normalised(float[] values) {
    double norm = Math.max(Math.sqrt(dot(values, values)), 1e-12);
    float[] direction = new float[values.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (values[i] / norm);
    }
    return direction;
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }
}
