package io.zeroflow.model.vit;

/**
 * Cubic convolution with a = −½ (Keys 1981), widened by the factor by which an image shrinks, so
 * that fine patterns are averaged and not aliased: the resampling that Pillow calls BICUBIC and
 * that published accuracies of these networks rest on. First along rows, then along columns.
 */
final class Bicubic {

  private static final double A = -0.5;
  private static final double RADIUS = 2;

  private Bicubic() {}

  /** What is kept of a resized picture: a square of {@code size} from (top, left) on. */
  record Window(long height, long width, long top, long left, int size) {}

  /**
   * Resizes a plane and cuts a window out of it; only the window is computed.
   *
   * @param bytes whether values are of 0 to 255, to which they are rounded after either direction
   */
  static Plane resize(Plane in, Window window, boolean bytes) {
    int size = window.size();
    Taps[] columns = taps(in.width(), window.width(), window.left(), size);
    Taps[] rows = taps(in.height(), window.height(), window.top(), size);
    int first = rows[0].from();
    int last = rows[size - 1].from() + rows[size - 1].weights().length;
    float[] narrow = new float[(last - first) * size];
    for (int y = first; y < last; y++) {
      for (int x = 0; x < size; x++) {
        double sum = columns[x].apply(in.values(), y * in.width(), 1);
        narrow[(y - first) * size + x] = value(sum, bytes);
      }
    }
    float[] out = new float[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        out[y * size + x] = value(rows[y].apply(narrow, x - first * size, size), bytes);
      }
    }
    return new Plane(size, size, out);
  }

  private static float value(double sum, boolean bytes) {
    return bytes ? Math.clamp((float) Math.floor(sum + 0.5), 0f, 255f) : (float) sum;
  }

  /** Weights of the inputs that one output is made of, from input {@code from} on. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taps(int from, double[] weights) {

    double apply(float[] values, int offset, int stride) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[offset + (from + i) * stride];
      }
      return sum;
    }
  }

  private static Taps[] taps(int in, long out, long first, int count) {
    double scale = in / (double) out;
    double stretch = Math.max(scale, 1);
    Taps[] taps = new Taps[count];
    for (int i = 0; i < count; i++) {
      double center = (first + i + 0.5) * scale;
      int from = (int) Math.max(center - RADIUS * stretch + 0.5, 0);
      int to = (int) Math.min(center + RADIUS * stretch + 0.5, in);
      double[] weights = new double[to - from];
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = kernel((from + k - center + 0.5) / stretch);
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k] /= sum;
      }
      taps[i] = new Taps(from, weights);
    }
    return taps;
  }

  private static double kernel(double at) {
    double x = Math.abs(at);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? A * (((x - 5) * x + 8) * x - 4) : 0;
  }
}
