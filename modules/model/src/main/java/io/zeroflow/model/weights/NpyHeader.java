package io.zeroflow.model.weights;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What precedes the values of a NumPy array: magic bytes, version, length, and a Python dictionary.
 *
 * @param type such as {@code <f4}
 * @param columnMajor whether the first index runs fastest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyHeader(String type, boolean columnMajor, long[] shape) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_LENGTH = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']{1,20})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  /**
   * Reads up to the first value.
   *
   * @throws IOException if it is no such header
   */
  static NpyHeader read(DataInputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("it does not begin as a NumPy array");
    }
    int version = in.readUnsignedByte();
    int unusedMinor = in.readUnsignedByte();
    long length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    if (version < 1 || version > 3 || length > MAX_LENGTH) {
      throw new IOException(
          "its header is of version %d and %d bytes; expected version 1 to 3 and at most %d"
              .formatted(version, length, MAX_LENGTH));
    }
    return parse(new String(in.readNBytes((int) length), StandardCharsets.UTF_8));
  }

  private static NpyHeader parse(String text) throws IOException {
    long[] shape;
    try {
      shape =
          Arrays.stream(find(SHAPE, text).split(","))
              .map(String::strip)
              .filter(item -> !item.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
    } catch (NumberFormatException e) {
      throw new IOException("its header has a dimension that is no number: " + text.strip(), e);
    }
    return new NpyHeader(find(TYPE, text), find(ORDER, text).equals("True"), shape);
  }

  private static String find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("its header is not understood: " + text.strip());
    }
    return matcher.group(1);
  }
}
