package io.zeroflow.data.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whole files, up to a limit. */
final class SmallFiles {
  /** For lists of names; a thousand classes need a few kilobytes. */
  private static final long MAX_TEXT_BYTES = 1L << 20;

  private SmallFiles() {}

  /** The bytes of a file of at most that many. */
  static byte[] read(Path file, long maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      // Reads on past the size of a moment ago: what counts is what the file gives.
      byte[] bytes = in.readNBytes(Math.toIntExact(maxBytes + 1));
      if (bytes.length > maxBytes) {
        throw new BadFileException(
            file, "at most %,d bytes".formatted(maxBytes), "%,d".formatted(Files.size(file)));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new BadFileException(file, "a file", "nothing of that name");
    }
  }

  /** The text of a short UTF-8 file. */
  static String text(Path file) throws IOException {
    return text(file, MAX_TEXT_BYTES);
  }

  /** The text of a UTF-8 file of at most so many bytes. */
  static String text(Path file, long maxBytes) throws IOException {
    byte[] bytes = read(file, maxBytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadFileException(file, "UTF-8 text", "bytes that are not");
    }
  }
}
