package io.zeroflow.model.picture;

import io.zeroflow.model.UnsupportedInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files. A file of a hundred kilobytes can hold pixels for hundreds of
 * megabytes, and several threads decode: so a picture of more than {@link #MOST} pixels is thinned
 * while it is read (every second, third, … pixel of every second, third, … row), and all pictures
 * that are being decoded have no more than that together.
 */
public final class Picture {

  /** Pixels, about 1400 × 1400: many times what any network looks at. */
  public static final int MOST = 2_000_000;

  /** So that one large picture, or several small ones, are decoded at a time. */
  private static final Semaphore PIXELS = new Semaphore(MOST, true);

  private Picture() {}

  /**
   * Decodes a file and turns it upright.
   *
   * @param use what is made of the picture, which may not be kept
   * @throws UnsupportedInputException if it is not a PNG or JPEG in RGB or grey
   */
  public static <T> T decode(byte[] file, Function<BufferedImage, T> use) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw wrong("its %,d bytes are neither PNG nor JPEG".formatted(file.length));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return decode(reader, Orientation.of(file), use);
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

  private static <T> T decode(
      ImageReader reader, Orientation orientation, Function<BufferedImage, T> use)
      throws IOException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    ImageReadParam thinned = reader.getDefaultReadParam();
    int every = every(pixels);
    thinned.setSourceSubsampling(every, every, 0, 0);
    int room = (int) Math.min(pixels, MOST);
    PIXELS.acquireUninterruptibly(room);
    try {
      return use.apply(orientation.upright(reader.read(0, thinned)));
    } finally {
      PIXELS.release(room);
    }
  }

  /** 1 keeps every pixel, 2 every second of every second row. */
  static int every(long pixels) {
    return (int) Math.ceil(Math.sqrt((double) pixels / MOST));
  }

  private static UnsupportedInputException wrong(String why) {
    return new UnsupportedInputException(
        "the image cannot be used: %s; send a PNG or JPEG in RGB or grey".formatted(why));
  }
}
