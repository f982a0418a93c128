package io.zeroflow.data;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of classes and tasks. Two that look the same must be the same: names are kept in Unicode's
 * form NFC, and one that is padded or has characters that nobody sees is refused.
 *
 * <p>Joiners and variation selectors stay where they do something: between letters of scripts that
 * join or stack them (Persian, Hindi), and in emoji. Letters of different scripts that resemble
 * each other are different letters.
 */
public final class Names {

  /** Letters whose shape a joiner changes. */
  private static final String JOINING =
      """
      [\\p{L}\\p{M}&&[\\p{IsArabic}\\p{IsSyriac}\\p{IsMandaic}\\p{IsNko}\\p{IsAdlam}\\p{IsMongolian}\
      \\p{IsPhags_Pa}\\p{IsDevanagari}\\p{IsBengali}\\p{IsGurmukhi}\\p{IsGujarati}\\p{IsOriya}\
      \\p{IsTamil}\\p{IsTelugu}\\p{IsKannada}\\p{IsMalayalam}\\p{IsSinhala}\\p{IsTibetan}\
      \\p{IsMyanmar}\\p{IsKhmer}\\p{IsBalinese}\\p{IsJavanese}]]""";

  /** An emoji, with the selector of the style that is not its usual one, and a colour of skin. */
  private static final String EMOJI =
      """
      (?:[\\p{IsExtended_Pictographic}&&[\\p{IsEmoji_Presentation}]]\\uFE0E?\
      |[\\p{IsExtended_Pictographic}&&[^\\p{IsEmoji_Presentation}]]\\uFE0F?)\\p{IsEmoji_Modifier}?""";

  /** What is invisible by itself and changes what stands beside it, with what that is. */
  private static final String AT_WORK =
      String.join(
          "|",
          JOINING + "\\p{Mn}{0,4}[\\u200C\\u200D](?=" + JOINING + ")",
          "\\x{1F3F4}[\\x{E0020}-\\x{E007E}]{1,16}\\x{E007F}", // flags of regions
          EMOJI + "(?:\\u200D" + EMOJI + "){0,9}",
          "[0-9#*]\\uFE0F(?=\\u20E3)",
          "\\p{IsHan}[\\uFE00-\\uFE0D\\x{E0100}-\\x{E01EF}]",
          "\\p{IsMongolian}[\\u180B-\\u180D\\u180F]");

  /** Unicode's default ignorable characters, controls, and letters and symbols drawn as nothing. */
  private static final String UNSEEN =
      """
      [\\p{Cc}\\p{Cf}\\p{Cs}\\p{IsNoncharacter_Code_Point}\\u034F\\u115F\\u1160\\u17B4\\u17B5\
      \\u180B-\\u180F\\u2065\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0\\uFFF0-\\uFFF8\\x{1D159}\
      \\x{E0000}-\\x{E0FFF}&&[^\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2\\x{110BD}\\x{110CD}]]""";

  private static final Pattern HIDDEN = Pattern.compile(AT_WORK + "|(" + UNSEEN + ")");
  private static final Pattern SEEN = Pattern.compile("(?!" + UNSEEN + ")[^\\s\\p{Z}]");

  private Names() {}

  /**
   * A name in the form in which it is compared, learned and shown.
   *
   * @param what it names, for the error: {@code label}
   * @throws IllegalArgumentException if it is empty or padded or has characters that nobody sees;
   *     the message names the character, its place and the remedy
   */
  public static String canonical(String what, String name) {
    String flaw = padding(name);
    if (flaw == null) {
      flaw = hidden(name);
    }
    if (flaw != null) {
      throw new IllegalArgumentException("the %s '%s' %s".formatted(what, shown(name), flaw));
    }
    return nfc(name);
  }

  /** Text in Unicode's form NFC: file systems give names in other forms. */
  public static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Whether there is anything to see in a text. */
  public static boolean hasVisible(String text) {
    return SEEN.matcher(text).find();
  }

  /** What is said about the first character that nobody sees, or null if there is none. */
  public static @Nullable String hidden(String text) {
    Matcher matcher = HIDDEN.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        return "has %s at index %d, which nobody sees; leave it out"
            .formatted(described(text.codePointAt(matcher.start())), matcher.start());
      }
    }
    return null;
  }

  private static @Nullable String padding(String name) {
    if (name.isEmpty()) {
      return "is empty; give it a name";
    }
    int first = name.codePointAt(0);
    int last = name.codePointBefore(name.length());
    if (isBlank(first)) {
      return "begins with " + described(first) + "; cut it off";
    }
    if (isBlank(last)) {
      return "ends with " + described(last) + "; cut it off";
    }
    if (Character.getType(first) == Character.NON_SPACING_MARK
        || Character.getType(first) == Character.ENCLOSING_MARK) {
      return "begins with %s, a mark without its letter; put the letter before it"
          .formatted(described(first));
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i); // no blank is beyond the basic plane
      if (isBlank(c) && c != ' ') {
        return "has %s at index %d; write U+0020 SPACE in its place".formatted(described(c), i);
      }
      if (c == ' ' && name.charAt(i - 1) == ' ') {
        return "has two blanks in a row at index %d; write one".formatted(i - 1);
      }
    }
    return null;
  }

  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /** {@code U+200B ZERO WIDTH SPACE}. */
  private static String described(int codePoint) {
    String name = Character.getName(codePoint);
    return name == null ? "U+%04X".formatted(codePoint) : "U+%04X %s".formatted(codePoint, name);
  }

  /** Its beginning, with everything but printable ASCII as the escapes of Java and JSON. */
  private static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (i == 40) {
        return shown.append("...").toString();
      }
      char c = name.charAt(i);
      shown.append(c >= ' ' && c <= '~' ? String.valueOf(c) : "\\u%04X".formatted((int) c));
    }
    return shown.toString();
  }
}
