package io.zeroflow.data.codec;

/** A foreign string made fit for one line of an error message. */
final class Excerpt {
  private static final int LENGTH = 40;

  private Excerpt() {}

  /** At most the first forty characters, printable ASCII kept and anything else as {@code ?}. */
  static String of(String text) {
    String head = text.length() > LENGTH ? text.substring(0, LENGTH) + "..." : text;
    return head.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
