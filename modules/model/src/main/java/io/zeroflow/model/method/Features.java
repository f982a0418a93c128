package io.zeroflow.model.method;

/** Arithmetic on feature vectors, in double and in the order of the coordinates. */
final class Features {

  private Features() {}

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** A vector of length 1 in the direction of another; zeros stay zeros. */
  static float[] normalised(float[] values) {
    double norm = Math.max(Math.sqrt(dot(values, values)), 1e-12);
    float[] direction = new float[values.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (values[i] / norm);
    }
    return direction;
  }

  /** Both, one behind the other. */
  static float[] concatenated(float[] a, float[] b) {
    float[] both = new float[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
