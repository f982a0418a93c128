package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import io.zeroflow.data.Names;
import io.zeroflow.data.Shuffle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Folders of images, one a class: {@code root/train/<class>/*.png} and {@code root/test/<class>/…},
 * or {@code root/<class>/…} with a seeded split. PNG and JPEG files count ({@code .png}, {@code
 * .jpg}, {@code .jpeg}), others and hidden ones are passed over.
 *
 * <p>Only names are read here. A payload is the file itself, read when asked for and decoded by
 * whoever gets it.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /** Whether the folder has a split of its own. */
  static boolean isSplit(Path root) {
    return Files.isDirectory(root.resolve("train")) || Files.isDirectory(root.resolve("test"));
  }

  /**
   * Lists a folder that has a split of its own.
   *
   * @throws IOException if the folder is not as described above
   */
  public static Dataset read(String name, Path root) throws IOException {
    for (String part : List.of("train", "test")) {
      if (!Files.isDirectory(root.resolve(part))) {
        String other = part.equals("train") ? "test" : "train";
        throw new BadFileException(root, "both train and test, or neither", "only " + other);
      }
    }
    return published(name, root);
  }

  /**
   * Lists a folder.
   *
   * @param testPerClass where there is no test folder: images held out of each class
   * @param seed where there is no test folder: chooses them
   * @throws IOException if the folder is not as described above, or a class has too few images
   */
  public static Dataset read(String name, Path root, int testPerClass, long seed)
      throws IOException {
    return isSplit(root) ? read(name, root) : seeded(name, root, _ -> testPerClass, seed);
  }

  /**
   * Lists a folder whose classes differ in size by orders of magnitude.
   *
   * @param testShare where there is no test folder: the share of each class that is held out,
   *     rounded, at least one image
   * @param seed where there is no test folder: chooses them
   * @throws IOException if the folder is not as described above, or a class has too few images
   */
  public static Dataset readShare(String name, Path root, double testShare, long seed)
      throws IOException {
    return isSplit(root)
        ? read(name, root)
        : seeded(name, root, size -> Math.max(1, (int) Math.round(testShare * size)), seed);
  }

  private static Dataset published(String name, Path root) throws IOException {
    List<Path> trainFolders = classFolders(root.resolve("train"));
    Set<String> labels = new LinkedHashSet<>();
    List<Example> train = new ArrayList<>();
    for (Path folder : trainFolders) {
      labels.add(label(folder));
      train.addAll(examples(folder));
    }
    List<Example> test = new ArrayList<>();
    for (Path folder : classFolders(root.resolve("test"))) {
      if (!labels.contains(label(folder))) {
        throw new BadFileException(folder, "a class that train has too", "one that it has not");
      }
      test.addAll(examples(folder));
    }
    return new LoadedDataset(name, List.copyOf(labels), train, test);
  }

  /**
   * @param heldOut images held out of a class, by its size
   */
  private static Dataset seeded(String name, Path root, IntUnaryOperator heldOut, long seed)
      throws IOException {
    List<String> labels = new ArrayList<>();
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (Path folder : classFolders(root)) {
      List<Example> examples =
          Shuffle.shuffled(examples(folder), Shuffle.derive(seed, labels.size()));
      int testPerClass = heldOut.applyAsInt(examples.size());
      if (examples.size() <= testPerClass) {
        throw new BadFileException(
            folder,
            "more than the %d images that are held out of each class".formatted(testPerClass),
            String.valueOf(examples.size()));
      }
      labels.add(label(folder));
      test.addAll(examples.subList(0, testPerClass));
      train.addAll(examples.subList(testPerClass, examples.size()));
    }
    return new LoadedDataset(name, labels, train, test);
  }

  private static List<Path> classFolders(Path folder) throws IOException {
    List<Path> folders = list(folder).stream().filter(Files::isDirectory).toList();
    if (folders.isEmpty()) {
      throw new BadFileException(folder, "a folder a class", "none");
    }
    return folders;
  }

  private static List<Example> examples(Path folder) throws IOException {
    String label = label(folder);
    List<Example> examples =
        list(folder).stream()
            .filter(file -> ImageFile.isNamedSo(name(file)))
            .map(file -> new Example(label, () -> ImageFile.load(file)))
            .toList();
    if (examples.isEmpty()) {
      throw new BadFileException(folder, "PNG or JPEG files", "none");
    }
    return examples;
  }

  /** Sorted: the order that a file system lists in, and the form that it keeps names in, differ. */
  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BadFileException(folder, "a folder", "none");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !name(entry).startsWith("."))
          .sorted(Comparator.comparing(ImageFolder::name))
          .toList();
    }
  }

  private static String label(Path folder) throws BadFileException {
    try {
      return Names.canonical("label", name(folder));
    } catch (IllegalArgumentException e) {
      throw new BadFileException(
          folder, "a folder whose name can be a class", String.valueOf(e.getMessage()));
    }
  }

  private static String name(Path entry) {
    // Folders inside an archive are listed with the separator at their end.
    return Names.nfc(String.valueOf(entry.getFileName()).replace("/", ""));
  }
}
