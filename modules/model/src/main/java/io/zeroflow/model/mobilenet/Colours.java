package io.zeroflow.model.mobilenet;

import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.picture.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.List;

/**
 * An image as planes of red, green and blue from 0 to 255.
 *
 * @param values [3, height, width]
 */
@SuppressWarnings("ArrayRecordComponent") // unpacked at once, never compared
record Colours(int height, int width, float[] values) {

  private static final int PLANES = 3;

  /** Checks that a tensor is one plane of grey or three of colour. */
  static void check(Input.Pixels pixels) {
    List<Integer> shape = pixels.shape();
    if (shape.size() != PLANES || (shape.getFirst() != 1 && shape.getFirst() != PLANES)) {
      throw new UnsupportedInputException(
          "MobileNet takes tensors of shape [1, height, width] or [3, height, width], not %s"
              .formatted(shape));
    }
  }

  /** Grey or colour from 0 to 1. */
  static Colours of(Input.Pixels pixels) {
    check(pixels);
    int height = pixels.shape().get(1);
    int width = pixels.shape().get(2);
    float[] given = pixels.values();
    float[] values = new float[PLANES * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = 255 * given[i % given.length];
    }
    return new Colours(height, width, values);
  }

  /**
   * A PNG or JPEG file. Transparency is passed over.
   *
   * @throws UnsupportedInputException if it does not decode
   */
  static Colours of(Input.Image file) {
    return Picture.decode(file.bytes(), Colours::of);
  }

  private static Colours of(BufferedImage image) {
    boolean grey =
        image.getRaster().getNumBands() < PLANES
            && !(image.getColorModel() instanceof IndexColorModel);
    return grey ? grey(image) : colour(image);
  }

  /** As stored: Java takes grey for linear light and would brighten it on the way to sRGB. */
  private static Colours grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int pixels = image.getWidth() * image.getHeight();
    float white = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    float[] plane =
        raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, new float[pixels]);
    float[] values = new float[PLANES * pixels];
    for (int i = 0; i < values.length; i++) {
      values[i] = 255 * plane[i % pixels] / white;
    }
    return new Colours(image.getHeight(), image.getWidth(), values);
  }

  private static Colours colour(BufferedImage image) {
    int width = image.getWidth();
    int pixels = width * image.getHeight();
    float[] values = new float[PLANES * pixels];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        values[at] = row[x] >> 16 & 0xFF;
        values[pixels + at] = row[x] >> 8 & 0xFF;
        values[2 * pixels + at] = row[x] & 0xFF;
      }
    }
    return new Colours(image.getHeight(), width, values);
  }
}
