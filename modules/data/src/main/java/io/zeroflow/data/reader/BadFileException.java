package io.zeroflow.data.reader;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file that is not in the layout of its format. */
public final class BadFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  BadFileException(String file, String expected, String found) {
    super("%s: expected %s, found %s".formatted(file, expected, found));
  }

  BadFileException(Path file, String expected, String found) {
    this(file.toString(), expected, found);
  }
}
