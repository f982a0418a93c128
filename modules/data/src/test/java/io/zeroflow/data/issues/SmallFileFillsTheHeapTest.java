package io.zeroflow.data.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.BadSampleException.Reason;
import io.zeroflow.data.codec.SampleCodec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a picture asks for is in no proportion to its bytes: checks of the file alone let it by. */
class SmallFileFillsTheHeapTest {

  private static final SampleCodec CODEC = new SampleCodec();

  /** 16 bits of red, green, blue and opacity, all 0, in the fewest bytes. */
  private static byte[] deepPng(int width, int height) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(number(width));
    header.writeBytes(number(height));
    header.writeBytes(new byte[] {16, 6, 0, 0, 0});
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(pixels)) {
      byte[] row = new byte[1 + 8 * width];
      for (int y = 0; y < height; y++) {
        deflated.write(row);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    file.writeBytes(chunk("IHDR", header.toByteArray()));
    file.writeBytes(chunk("IDAT", pixels.toByteArray()));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
    crc.update(content);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(number(content.length));
    chunk.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
    chunk.writeBytes(content);
    chunk.writeBytes(number((int) crc.getValue()));
    return chunk.toByteArray();
  }

  private static byte[] number(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private static void decode(byte[] image) {
    CODEC.decode(CODEC.encode(new Sample("t", "cat", Split.TRAIN, new Payload.Image(image))));
  }

  @Test
  void aDeepPictureIsLookedAtInLittleMemory() throws IOException {
    byte[] file = deepPng(4000, 4000);
    assertThat(file.length).isLessThan(200_000);
    long before = allocated();
    decode(file);
    // Its 128 MB of pixels are unpacked a row at a time, and not kept.
    assertThat(allocated() - before).isLessThan(32_000_000);
  }

  /** Bytes that this thread has taken from the heap so far, whatever was collected since. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "16385, 1, 16,384 a side",
    "1, 16385, 16,384 a side",
    "4001, 4000, 16,000,000 in all"
  })
  void noSideAndNoPictureIsTooLarge(int width, int height, String limit) throws IOException {
    byte[] file = deepPng(width, height);
    assertThatThrownBy(() -> decode(file))
        .isInstanceOfSatisfying(
            BadSampleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessageContaining("%d x %d", width, height);
  }

  /** The last rows are missing, which thinning must not pass over. */
  @ParameterizedTest
  @CsvSource({"640, 480", "64, 64", "1000, 129"})
  void aFileThatWasCutShortIsStillFound(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, (i * 7919) & 0xFFFFFF);
    }
    ImageIO.write(image, "png", out);
    decode(out.toByteArray());
    byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 400);
    assertThatThrownBy(() -> decode(cut))
        .isInstanceOfSatisfying(
            BadSampleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT_IMAGE));
  }

  /**
   * Each scan of a progressive JPEG goes over all of its pixels; a few bytes are enough for one.
   */
  @Test
  void aJpegOfManyScansIsRefused() throws IOException {
    byte[] file = progressive();
    decode(file);
    int scan = lastScan(file);
    int end = file.length - 2;
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(file, 0, end);
    for (int i = 0; i < 100; i++) {
      many.write(file, scan, end - scan);
    }
    many.write(file, end, 2);
    assertThatThrownBy(() -> decode(many.toByteArray()))
        .isInstanceOfSatisfying(
            BadSampleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessageContaining("more than 100 scans");
  }

  private static byte[] progressive() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(
          null,
          new IIOImage(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), null, null),
          parameters);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static int lastScan(byte[] jpeg) {
    for (int i = jpeg.length - 2; i > 0; i--) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xDA) {
        return i;
      }
    }
    throw new AssertionError("no scan");
  }
}
