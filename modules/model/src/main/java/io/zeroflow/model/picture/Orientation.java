package io.zeroflow.model.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a camera was held: the tag 0x0112 of EXIF, in a JPEG's APP1 segment or a PNG's eXIf chunk. A
 * picture lies in its file as the sensor saw it, and everything that shows it to people turns it.
 *
 * @param value 1 to 8 as EXIF numbers them, 1 being upright
 */
record Orientation(int value) {

  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int JPEG = 0xFFD8;
  private static final int APP1 = 0xFFE1;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

  /** What a file says; upright where it says nothing, or nothing that can be read. */
  static Orientation of(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file);
      ByteBuffer tiff = in.getLong(0) == PNG ? inPng(in.position(Long.BYTES)) : inJpeg(in);
      int value = tiff == null ? 1 : tag(tiff);
      return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // cut short: the decoder has the last word on the picture itself
    }
  }

  private static @Nullable ByteBuffer inJpeg(ByteBuffer in) {
    int at = 2;
    if ((in.getShort(0) & 0xFFFF) != JPEG) {
      return null;
    }
    for (int marker = in.getShort(at) & 0xFFFF;
        marker != START_OF_SCAN;
        marker = in.getShort(at) & 0xFFFF) {
      int length = in.getShort(at + 2) & 0xFFFF;
      int content = at + 4;
      if (marker == APP1 && in.slice(content, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
        return in.slice(content + EXIF.length, length - 2 - EXIF.length);
      }
      at += 2 + Math.max(length, 2);
    }
    return null;
  }

  private static @Nullable ByteBuffer inPng(ByteBuffer in) {
    int at = in.position();
    while (true) {
      int length = in.getInt(at);
      switch (in.getInt(at + 4)) {
        case 0x65584966: // eXIf
          return in.slice(at + 8, length);
        case 0x49454E44: // IEND
          return null;
        default:
          at = Math.addExact(at + 12, Math.max(length, 0));
      }
    }
  }

  /** The tag's value in the first directory of a TIFF structure; 0 if it is not there. */
  private static int tag(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xFFFF) == TAG && tiff.getShort(entry + 2) == SHORT) {
        return tiff.getShort(entry + 8) & 0xFFFF;
      }
    }
    return 0;
  }

  /** The picture as people see it, of the same kind, and its pixels of the same bits. */
  BufferedImage upright(BufferedImage image) {
    if (value == 1) {
      return image;
    }
    Raster in = image.getRaster();
    boolean sideways = value > 4;
    int width = sideways ? in.getHeight() : in.getWidth();
    int height = sideways ? in.getWidth() : in.getHeight();
    WritableRaster out = in.createCompatibleWritableRaster(width, height);
    Object pixel = null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int fromRight = width - 1 - x;
        int fromBottom = height - 1 - y;
        pixel =
            switch (value) {
              case 2 -> in.getDataElements(fromRight, y, pixel);
              case 3 -> in.getDataElements(fromRight, fromBottom, pixel);
              case 4 -> in.getDataElements(x, fromBottom, pixel);
              case 5 -> in.getDataElements(y, x, pixel);
              case 6 -> in.getDataElements(y, fromRight, pixel);
              case 7 -> in.getDataElements(fromBottom, fromRight, pixel);
              default -> in.getDataElements(fromBottom, x, pixel);
            };
        out.setDataElements(x, y, pixel);
      }
    }
    return new BufferedImage(image.getColorModel(), out, image.isAlphaPremultiplied(), null);
  }
}
