package io.zeroflow.model.vit;

import io.zeroflow.model.UnsupportedInputException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads image files into red, green and blue planes of 0 to 255. */
final class Pictures {

  private static final long MAX_PIXELS = 64_000_000;

  private Pictures() {}

  /**
   * @throws UnsupportedInputException if it is not a PNG or JPEG in RGB or grey
   */
  static List<Plane> planes(byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw wrong("it is neither PNG nor JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
          throw wrong("it has %,d pixels; the limit is %,d".formatted(pixels, MAX_PIXELS));
        }
        return planes(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (UnsupportedInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders answer some broken files with array index and argument errors.
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static UnsupportedInputException wrong(String why) {
    return new UnsupportedInputException(
        "the image cannot be used: %s; send a PNG or JPEG in RGB or grey".formatted(why));
  }

  private static List<Plane> planes(BufferedImage image) {
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
