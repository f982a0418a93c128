package io.zeroflow.data.reader;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The files inside a gzipped tar archive, in the POSIX ustar format that {@code npm pack} writes.
 * Links, folders and extended headers are passed over.
 */
final class TarGz {
  private static final int BLOCK = 512;

  /** Whatever the archive promises: a small file can unpack to any size. */
  private static final int MAX_FILES = 100_000;

  private static final long MAX_BYTES = 4L << 30;

  /** What to do with a file of the archive. */
  @FunctionalInterface
  interface Visitor {
    void file(String name, byte[] content) throws IOException;
  }

  private TarGz() {}

  /**
   * Visits every file in the archive's order.
   *
   * @param maxFileBytes the archive is refused if it holds a larger file
   * @throws IOException if the archive is missing, unreadable, no gzipped tar, or unpacks to too
   *     much
   */
  static void visit(Path archive, int maxFileBytes, Visitor visitor) throws IOException {
    try (InputStream raw = Files.newInputStream(archive);
        InputStream in = new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)) {
      long bytes = 0;
      for (int files = 0; files < MAX_FILES && bytes < MAX_BYTES; files++) {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          return; // The end is marked by blocks of zeros, which some writers leave out.
        }
        bytes += entry(archive, in, header, maxFileBytes, visitor);
      }
      throw new BadFileException(
          archive, "at most %,d files and %,d bytes".formatted(MAX_FILES, MAX_BYTES), "more");
    } catch (NoSuchFileException e) {
      throw new BadFileException(archive, "a file", "nothing of that name");
    } catch (ZipException | EOFException e) {
      throw new BadFileException(
          archive, "a whole gzipped tar archive", String.valueOf(e.getMessage()));
    }
  }

  private static long entry(
      Path archive, InputStream in, byte[] header, int maxFileBytes, Visitor visitor)
      throws IOException {
    if (!text(header, 257, 5).equals("ustar")) {
      throw new BadFileException(archive, "ustar headers", "'" + text(header, 257, 5) + "'");
    }
    String prefix = text(header, 345, 155);
    String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
    long size = size(archive, name, text(header, 124, 12).strip());
    if (size > maxFileBytes) {
      throw new BadFileException(
          archive,
          "files of at most %,d bytes".formatted(maxFileBytes),
          "%,d in %s".formatted(size, name));
    }
    byte[] content = in.readNBytes((int) size);
    in.skipNBytes(-size & (BLOCK - 1));
    if (content.length < size) {
      throw new BadFileException(archive, "%,d bytes of %s".formatted(size, name), "its early end");
    }
    boolean file = header[156] == '0' || header[156] == 0;
    if (file) {
      visitor.file(name, content);
    }
    return BLOCK + size;
  }

  private static long size(Path archive, String name, String octal) throws IOException {
    try {
      return Long.parseUnsignedLong(octal, 8);
    } catch (NumberFormatException e) {
      throw new BadFileException(archive, "the size of " + name + " in octal", "'" + octal + "'");
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }
}
