package io.zeroflow.data.reader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * WordNet's {@code data.noun}, format of wndb(5WN). After a licence (lines that begin with two
 * spaces) each line is a synset:
 *
 * <pre>
 * offset lex_filenum n w_cnt word lex_id [word lex_id…] p_cnt [ptr_symbol offset pos st…] | gloss
 * </pre>
 *
 * <p>w_cnt has two hexadecimal digits, p_cnt three decimal ones. The pointers {@code @} and
 * {@code @i} lead to the hypernym of a class and of an instance.
 */
final class NounFile {

  private NounFile() {}

  /**
   * The synsets in file order, which is by offset.
   *
   * @param name for messages
   * @param bytes the whole file
   */
  static List<NounSynset> parse(String name, byte[] bytes) throws IOException {
    // One byte a character, whatever the byte is, so that indexes are offsets.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<NounSynset> synsets = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw new BadFileException(name, "a line feed at the end of the last line", "none");
      }
      if (!text.startsWith("  ", start)) {
        synsets.add(synset(name, start, text.substring(start, end)));
      }
      start = end + 1;
    }
    if (synsets.isEmpty()) {
      throw new BadFileException(name, "synsets", "none");
    }
    return synsets;
  }

  private static NounSynset synset(String name, int offset, String line) throws IOException {
    int bar = line.indexOf("| ");
    try {
      if (bar < 0) {
        throw new IllegalArgumentException("no gloss");
      }
      String[] fields = line.substring(0, bar).split(" ");
      if (Integer.parseInt(fields[0]) != offset) {
        throw new IllegalArgumentException("another offset");
      }
      int words = Integer.parseInt(fields[3], 16);
      String definition = definition(line.substring(bar + 2));
      if (words < 1 || definition.isEmpty()) {
        throw new IllegalArgumentException("no word or no definition");
      }
      return new NounSynset(
          offset, fields[4].replace('_', ' '), definition, hypernyms(fields, 4 + 2 * words));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadFileException(
          name,
          "a synset line of wndb(5WN) at byte " + offset,
          "'%s' (%s)".formatted(line.substring(0, Math.min(60, line.length())), e.getMessage()));
    }
  }

  private static List<Integer> hypernyms(String[] fields, int at) {
    int pointers = Integer.parseInt(fields[at]);
    List<Integer> hypernyms = new ArrayList<>(1);
    for (int i = 0; i < pointers; i++) {
      int pointer = at + 1 + 4 * i;
      String symbol = fields[pointer];
      if (symbol.equals("@") || symbol.equals("@i")) {
        hypernyms.add(Integer.valueOf(fields[pointer + 1]));
      }
    }
    return hypernyms;
  }

  /** A gloss is a definition, then examples in quotation marks after semicolons. */
  private static String definition(String gloss) {
    int example = gloss.indexOf("; \"");
    return (example < 0 ? gloss : gloss.substring(0, example)).strip();
  }
}
