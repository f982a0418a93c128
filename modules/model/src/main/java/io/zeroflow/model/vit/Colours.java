package io.zeroflow.model.vit;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;

/** Red, green and blue planes of 0 to 255. */
final class Colours {

  private Colours() {}

  static List<Plane> of(BufferedImage image) {
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() < 3 && !(image.getColorModel() instanceof IndexColorModel);
    if (grey) {
      Plane plane = grey(raster);
      return List.of(plane, plane, plane);
    }
    int width = image.getWidth();
    int height = image.getHeight();
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
    List<Plane> planes = new ArrayList<>();
    for (int shift = 16; shift >= 0; shift -= 8) {
      float[] values = new float[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        values[i] = rgb[i] >> shift & 0xFF;
      }
      planes.add(new Plane(height, width, values));
    }
    return planes;
  }

  /** Samples as they are stored: getRGB takes grey for linear light and would brighten it. */
  private static Plane grey(Raster raster) {
    float[] values =
        raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
    int bits = raster.getSampleModel().getSampleSize(0);
    if (bits != Byte.SIZE) {
      float most = (1 << bits) - 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i] * 255 / most);
      }
    }
    return new Plane(raster.getHeight(), raster.getWidth(), values);
  }
}
