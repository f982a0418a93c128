package io.zeroflow.data.reader;

import io.zeroflow.data.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** PNG and JPEG files, read when their turn comes. */
final class ImageFile {
  private static final long MAX_BYTES = 8 << 20;

  private ImageFile() {}

  /** Whether a file name ends as PNG and JPEG files do. */
  static boolean isNamedSo(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return Stream.of(".png", ".jpg", ".jpeg").anyMatch(name::endsWith);
  }

  /**
   * The file that a list names.
   *
   * @param list the file that names it
   * @throws BadFileException if that is outside of the folder
   */
  static Path listed(Path list, Path folder, String name) throws BadFileException {
    try {
      Path file = folder.resolve(name).normalize();
      if (!file.equals(folder.normalize()) && file.startsWith(folder.normalize())) {
        return file;
      }
    } catch (InvalidPathException _) {
      // Refused below, like every other name that is no file's.
    }
    throw new BadFileException(list, "files in " + folder, "'" + name + "'");
  }

  /**
   * The whole file, undecoded.
   *
   * @throws UncheckedIOException if it is missing, empty, too large or unreadable
   */
  static Payload load(Path file) {
    try {
      byte[] bytes = SmallFiles.read(file, MAX_BYTES);
      if (bytes.length == 0) {
        throw new BadFileException(file, "an image", "no bytes");
      }
      return new Payload.Image(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
