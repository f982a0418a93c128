package io.zeroflow.data.codec;

/** How the bytes of a value are to be read, by its beginning. */
enum Form {
  /** An object in UTF-8, after a byte order mark and white space or not. */
  JSON,
  /** Whatever is not one of the others. */
  PROTOBUF,
  /** No bytes, or nothing but a byte order mark and white space. */
  BLANK,
  /** Text in UTF-16 or UTF-32, which JSON between programs must not be in. */
  UTF_16;

  /** Of a label, which every sample has; JSON has it nowhere, for it is a control character. */
  private static final byte LABEL_TAG = 0x12;

  static Form of(byte[] value) {
    boolean marked = startsWith(value, 0xEF, 0xBB, 0xBF);
    int start = marked ? 3 : 0;
    while (start < value.length && isBlank(value[start])) {
      start++;
    }
    if (start == value.length) {
      return BLANK;
    }
    if (isUtf16(value)) {
      return UTF_16;
    }
    if (value[start] != '{') {
      return marked ? JSON : PROTOBUF;
    }
    // A line feed is also the tag of a sample in protobuf, and '{' its length.
    return value[0] == '\n' && contains(value, LABEL_TAG) ? PROTOBUF : JSON;
  }

  /** By its byte order mark, or by zeros beside the brace or blank that it begins with. */
  private static boolean isUtf16(byte[] value) {
    if (startsWith(value, 0xFE, 0xFF)
        || startsWith(value, 0xFF, 0xFE)
        || startsWith(value, 0, 0, 0xFE, 0xFF)) {
      return true;
    }
    if (value.length < 4) {
      return false;
    }
    int first = 0;
    while (first < 3 && value[first] == 0) {
      first++;
    }
    return begins(value[first]) && (first > 0 || value[1] == 0);
  }

  private static boolean begins(byte character) {
    return character == '{' || isBlank(character);
  }

  /** White space as JSON has it. */
  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }

  private static boolean startsWith(byte[] value, int... bytes) {
    if (value.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((value[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] value, byte wanted) {
    for (byte b : value) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }
}
