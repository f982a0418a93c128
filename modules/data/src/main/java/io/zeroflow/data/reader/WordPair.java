package io.zeroflow.data.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of a list with two columns, separated by blanks. */
record WordPair(String first, String second) {
  /** OmniBenchmark's longest list has 8 MB. */
  private static final long MAX_FILE_BYTES = 1 << 25;

  /** The lines of a file in order, empty ones left out. */
  static List<WordPair> read(Path file) throws IOException {
    List<WordPair> pairs = new ArrayList<>();
    int number = 0;
    for (String line : SmallFiles.text(file, MAX_FILE_BYTES).split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] words = line.strip().split("\\s+", -1);
      if (words.length != 2) {
        throw new BadFileException(
            file, "two words in line " + number, "%d: '%s'".formatted(words.length, line));
      }
      pairs.add(new WordPair(words[0], words[1]));
    }
    if (pairs.isEmpty()) {
      throw new BadFileException(file, "two words a line", "no lines");
    }
    return pairs;
  }

  /** The second words by the first ones, which must differ, in order. */
  static Map<String, String> map(Path file) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    for (WordPair pair : read(file)) {
      if (map.putIfAbsent(pair.first, pair.second) != null) {
        throw new BadFileException(file, "every number once", "'%s' twice".formatted(pair.first));
      }
    }
    return map;
  }
}
