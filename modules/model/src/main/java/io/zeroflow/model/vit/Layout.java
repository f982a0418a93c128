package io.zeroflow.model.vit;

import java.util.List;

/** Moves values between the layouts of weight files. */
final class Layout {

  private Layout() {}

  /** Arrays behind one another. */
  static float[] joined(List<float[]> parts) {
    float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /** [rows, columns] to [columns, rows]. */
  static float[] transposed(float[] values, int rows, int columns) {
    float[] out = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        out[column * rows + row] = values[row * columns + column];
      }
    }
    return out;
  }
}
