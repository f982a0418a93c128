package io.zeroflow.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Tables between two markers in a comment of a source file. */
final class Javadoc {

  private static final String START = " * <!-- measured -->\n";
  private static final String END = " * <!-- end -->\n";

  private Javadoc() {}

  /** Replaces what is between the markers by these lines. */
  static void replaceTable(Path file, List<String> lines) throws IOException {
    String source = Files.readString(file);
    int start = source.indexOf(START);
    int end = source.indexOf(END);
    if (start < 0 || end < start) {
      throw new IOException(
          "%s has no lines '%s' and '%s'; its comment needs both for the table to go between"
              .formatted(file, START.strip(), END.strip()));
    }
    String table =
        lines.stream()
            .map(line -> (" * " + line).stripTrailing() + "\n")
            .collect(Collectors.joining("", " *\n * <pre>\n", " * </pre>\n *\n"));
    Files.writeString(
        file, source.substring(0, start + START.length()) + table + source.substring(end));
  }
}
