package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.CORRUPT_IMAGE;
import static io.zeroflow.data.codec.BadSampleException.Reason.TOO_LARGE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes PNG and JPEG payloads once, so that what passes is known to decode. */
final class Images {
  /** About 64 MB once decoded. The header says so before a pixel is read. */
  static final long MAX_PIXELS = 16_000_000;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

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
      checkPixels(format, reader.getWidth(0), reader.getHeight(0));
      if (format.equals("jpeg")) {
        // A JPEG that was cut short only draws a warning, and a grey lower half.
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      }
      reader.read(0);
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

  private static void checkPixels(String format, int width, int height) {
    if ((long) width * height > MAX_PIXELS) {
      throw new BadSampleException(
          TOO_LARGE,
          "the %s image has %d x %d pixels, the limit is %,d in all; scale it down"
              .formatted(format, width, height, MAX_PIXELS));
    }
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
