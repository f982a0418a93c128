package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The MNIST family (MNIST, Fashion-MNIST, KMNIST): a folder with {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code
 * t10k-labels-idx1-ubyte}, each plain or with {@code .gz}; a dot before {@code idx} is understood
 * too.
 *
 * <p>Payloads are tensors of shape [1, rows, columns] in [0, 1].
 */
public final class IdxReader {
  /** The classes of MNIST. */
  public static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  /** The classes of Fashion-MNIST, by label number. */
  public static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private IdxReader() {}

  /**
   * Reads a folder.
   *
   * @param name of the data set
   * @param labels class names by label number
   * @throws IOException if a file is missing, unreadable or not as described above
   */
  public static Dataset read(String name, Path folder, List<String> labels) throws IOException {
    return new LoadedDataset(
        name, labels, examples(folder, "train", labels), examples(folder, "t10k", labels));
  }

  private static List<Example> examples(Path folder, String part, List<String> labels)
      throws IOException {
    Path imageFile = find(folder, part + "-images", "idx3-ubyte");
    Path labelFile = find(folder, part + "-labels", "idx1-ubyte");
    IdxFile images = IdxFile.read(imageFile, 3);
    IdxFile numbers = IdxFile.read(labelFile, 1);
    int count = images.dimensions()[0];
    int rows = images.dimensions()[1];
    int columns = images.dimensions()[2];
    if (numbers.dimensions()[0] != count) {
      throw new BadFileException(
          labelFile,
          "%,d labels, one an image of %s".formatted(count, imageFile.getFileName()),
          "%,d".formatted(numbers.dimensions()[0]));
    }
    byte[] pixels = images.values();
    List<Example> examples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int label = numbers.values()[i] & 0xFF;
      if (label >= labels.size()) {
        throw new BadFileException(
            labelFile, "labels below " + labels.size(), "%d at index %,d".formatted(label, i));
      }
      int offset = i * rows * columns;
      examples.add(
          new Example(labels.get(label), () -> Pixels.tensor(pixels, offset, 1, rows, columns)));
    }
    return examples;
  }

  private static Path find(Path folder, String stem, String type) throws IOException {
    for (String separator : List.of("-", ".")) {
      for (String suffix : List.of("", ".gz")) {
        Path file = folder.resolve(stem + separator + type + suffix);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new BadFileException(
        folder, "the file %s-%s, plain or .gz".formatted(stem, type), "none of that name");
  }
}
