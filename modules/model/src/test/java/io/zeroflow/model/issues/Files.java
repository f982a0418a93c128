package io.zeroflow.model.issues;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files with EXIF, made on the spot. */
final class Files {

  private Files() {}

  static byte[] of(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  /** The same file, which says how the camera was held. */
  static byte[] held(byte[] file, String format, int orientation) {
    byte[] tiff = {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // directory at 8
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0, // one entry, a short
      0,
      0,
      0,
      0
    };
    return format.equals("jpeg") ? jpeg(file, tiff) : png(file, tiff);
  }

  private static byte[] jpeg(byte[] file, byte[] tiff) {
    return ByteBuffer.allocate(file.length + 10 + tiff.length)
        .put(file, 0, 2)
        .putShort((short) 0xFFE1)
        .putShort((short) (8 + tiff.length))
        .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1))
        .put(tiff)
        .put(file, 2, file.length - 2)
        .array();
  }

  private static byte[] png(byte[] file, byte[] tiff) {
    int header = 8 + 25; // signature and IHDR
    CRC32 crc = new CRC32();
    crc.update("eXIf".getBytes(StandardCharsets.ISO_8859_1));
    crc.update(tiff);
    return ByteBuffer.allocate(file.length + 12 + tiff.length)
        .put(file, 0, header)
        .putInt(tiff.length)
        .put("eXIf".getBytes(StandardCharsets.ISO_8859_1))
        .put(tiff)
        .putInt((int) crc.getValue())
        .put(file, header, file.length - header)
        .array();
  }
}
