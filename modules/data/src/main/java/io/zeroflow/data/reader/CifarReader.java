package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 and CIFAR-100 in their binary versions: records of one label byte (CIFAR-10) or a coarse
 * and a fine one (CIFAR-100), then 1024 red, 1024 green and 1024 blue bytes.
 *
 * <p>Payloads are tensors of shape [3, 32, 32] in [0, 1]. CIFAR-100 is read with its fine labels.
 */
public final class CifarReader {
  private static final int SIDE = 32;
  private static final int IMAGE_BYTES = 3 * SIDE * SIDE;

  /** The largest published file has 154 MB. */
  private static final long MAX_FILE_BYTES = 1L << 28;

  private CifarReader() {}

  /**
   * Reads a folder with {@code data_batch_1.bin} … {@code data_batch_5.bin}, {@code test_batch.bin}
   * and {@code batches.meta.txt}.
   *
   * @throws IOException if a file is missing, unreadable or not as described above
   */
  public static Dataset cifar10(Path folder) throws IOException {
    List<String> labels = labels(folder.resolve("batches.meta.txt"), 10);
    List<Example> train = new ArrayList<>();
    for (int batch = 1; batch <= 5; batch++) {
      train.addAll(examples(folder.resolve("data_batch_" + batch + ".bin"), 1, labels));
    }
    return new LoadedDataset(
        "cifar10", labels, train, examples(folder.resolve("test_batch.bin"), 1, labels));
  }

  /**
   * Reads a folder with {@code train.bin}, {@code test.bin} and {@code fine_label_names.txt}.
   *
   * @throws IOException if a file is missing, unreadable or not as described above
   */
  public static Dataset cifar100(Path folder) throws IOException {
    List<String> labels = labels(folder.resolve("fine_label_names.txt"), 100);
    return new LoadedDataset(
        "cifar100",
        labels,
        examples(folder.resolve("train.bin"), 2, labels),
        examples(folder.resolve("test.bin"), 2, labels));
  }

  /**
   * @param labelBytes before each image; the last of them is the label
   */
  private static List<Example> examples(Path file, int labelBytes, List<String> labels)
      throws IOException {
    int recordBytes = labelBytes + IMAGE_BYTES;
    byte[] bytes = SmallFiles.read(file, MAX_FILE_BYTES);
    if (bytes.length == 0 || bytes.length % recordBytes != 0) {
      throw new BadFileException(
          file,
          "one or more records of %,d bytes".formatted(recordBytes),
          "%,d bytes".formatted(bytes.length));
    }
    List<Example> examples = new ArrayList<>(bytes.length / recordBytes);
    for (int start = 0; start < bytes.length; start += recordBytes) {
      int label = bytes[start + labelBytes - 1] & 0xFF;
      if (label >= labels.size()) {
        throw new BadFileException(
            file,
            "labels below " + labels.size(),
            "%d in record %,d".formatted(label, start / recordBytes));
      }
      int image = start + labelBytes;
      examples.add(
          new Example(labels.get(label), () -> Pixels.tensor(bytes, image, 3, SIDE, SIDE)));
    }
    return examples;
  }

  private static List<String> labels(Path file, int count) throws IOException {
    List<String> labels =
        SmallFiles.text(file).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    if (labels.size() != count) {
      throw new BadFileException(
          file, count + " class names, one a line", labels.size() + " of them");
    }
    return labels;
  }
}
