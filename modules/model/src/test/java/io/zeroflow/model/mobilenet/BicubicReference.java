package io.zeroflow.model.mobilenet;

import io.zeroflow.model.mobilenet.DirectReference.Grid;

/**
 * Bicubic scaling with a = −1/2 (Keys 1981), the kernel widened where the image shrinks, weights
 * normalized at the edges, values then kept from 0 to 255.
 */
final class BicubicReference {

  private BicubicReference() {}

  /** Colours in a square. */
  static Grid scaled(Grid image, int side) {
    Grid wide = Grid.zeros(image.height(), side, 3);
    for (int y = 0; y < image.height(); y++) {
      for (int c = 0; c < 3; c++) {
        double[] line = new double[image.width()];
        for (int x = 0; x < image.width(); x++) {
          line[x] = image.at(y, x, c);
        }
        for (int x = 0; x < side; x++) {
          wide.set(y, x, c, sample(line, x, side));
        }
      }
    }
    Grid scaled = Grid.zeros(side, side, 3);
    for (int x = 0; x < side; x++) {
      for (int c = 0; c < 3; c++) {
        double[] line = new double[image.height()];
        for (int y = 0; y < image.height(); y++) {
          line[y] = wide.at(y, x, c);
        }
        for (int y = 0; y < side; y++) {
          scaled.set(y, x, c, Math.clamp(sample(line, y, side), 0, 255));
        }
      }
    }
    return scaled;
  }

  private static double sample(double[] line, int at, int side) {
    double ratio = line.length / (double) side;
    double stretch = Math.max(1, ratio);
    double centre = (at + 0.5) * ratio;
    double sum = 0;
    double norm = 0;
    for (int i = 0; i < line.length; i++) {
      double weight = keys((i + 0.5 - centre) / stretch);
      sum += weight * line[i];
      norm += weight;
    }
    return sum / norm;
  }

  private static double keys(double t) {
    double x = Math.abs(t);
    if (x < 1) {
      return 1.5 * x * x * x - 2.5 * x * x + 1;
    }
    return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
  }
}
