package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.CORRUPT_IMAGE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG and JPEG payloads once, so that what passes is known to decode. What a file asks for
 * is in no proportion to its bytes, so it is limited: pixels, the length of a row (decoders hold a
 * few whole), the scans of a progressive JPEG (each goes over the whole picture), and the pixels
 * that are being decoded by all threads together.
 */
final class Images {
  /** The header says so before a pixel is read. */
  static final int MAX_PIXELS = 16_000_000;

  static final int MAX_SIDE = 16_384;

  /** Cameras and programs write about ten. */
  static final int MAX_SCANS = 100;

  private static final Semaphore PIXELS = new Semaphore(MAX_PIXELS, true);

  /** So many pixels of a side are kept, to look at all of them in little memory. */
  private static final int KEPT = 64;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private static final int START_OF_SCAN = 0xDA;
  private static final int FIRST_WITH_LENGTH = 0xC0;

  private Images() {}

  /**
   * @throws BadSampleException if the bytes are not an image within the limits
   */
  static void check(byte[] bytes) {
    String format = format(bytes);
    if (format == null) {
      throw new BadSampleException(
          CORRUPT_IMAGE,
          "the image of %,d bytes is neither PNG nor JPEG; convert it to one of them"
              .formatted(bytes.length));
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    List<String> warnings = new ArrayList<>();
    // The memory stream keeps the library from writing a cache file a sample.
    try (MemoryCacheImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkPixels(format, width, height);
      if (format.equals("jpeg")) {
        checkScans(bytes);
        // A JPEG that was cut short only draws a warning, and a grey lower half.
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      }
      decode(reader, width, height);
    } catch (BadSampleException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders answer some broken files with array index and argument errors.
      throw corrupt(format, String.valueOf(e.getMessage()), e);
    } finally {
      reader.dispose();
    }
    if (!warnings.isEmpty()) {
      throw corrupt(format, warnings.getFirst(), null);
    }
  }

  private static void decode(ImageReader reader, int width, int height) throws IOException {
    ImageReadParam thinned = reader.getDefaultReadParam();
    int columns = (width - 1) / KEPT + 1;
    int rows = (height - 1) / KEPT + 1;
    // Up to the last row, which a file that was cut short does not have.
    thinned.setSourceSubsampling(columns, rows, (width - 1) % columns, (height - 1) % rows);
    int pixels = width * height;
    PIXELS.acquireUninterruptibly(pixels);
    try {
      reader.read(0, thinned);
    } finally {
      PIXELS.release(pixels);
    }
  }

  private static void checkPixels(String format, int width, int height) {
    if (Math.max(width, height) > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new BadSampleException(
          TOO_LARGE,
          "the %s image has %d x %d pixels, the limit is %,d in all and %,d a side; scale it down"
              .formatted(format, width, height, MAX_PIXELS, MAX_SIDE));
    }
  }

  /** In a scan's own data no other marker than that of its end follows 0xFF. */
  private static void checkScans(byte[] jpeg) {
    int scans = 0;
    for (int i = 2; i + 3 < jpeg.length; i++) {
      int marker = jpeg[i] == (byte) 0xFF ? jpeg[i + 1] & 0xFF : 0;
      if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
        throw new BadSampleException(
            TOO_LARGE,
            "the jpeg image has more than %d scans; save it anew, as a baseline JPEG"
                .formatted(MAX_SCANS));
      }
      if (marker >= FIRST_WITH_LENGTH && marker < 0xFF && !isRestart(marker)) {
        i += 1 + ((jpeg[i + 2] & 0xFF) << 8 | jpeg[i + 3] & 0xFF);
      }
    }
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xD0 && marker <= 0xD9; // and those of the start and the end
  }

  private static BadSampleException corrupt(
      String format, String detail, @Nullable Throwable cause) {
    return new BadSampleException(
        CORRUPT_IMAGE,
        "the %s image does not decode (%s); check that the file is whole and is RGB or grey"
            .formatted(format, Excerpt.of(detail)),
        cause);
  }

  private static @Nullable String format(byte[] bytes) {
    if (startsWith(bytes, PNG)) {
      return "png";
    }
    return startsWith(bytes, JPEG) ? "jpeg" : null;
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
