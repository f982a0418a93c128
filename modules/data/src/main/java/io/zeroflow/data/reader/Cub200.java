package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Caltech-UCSD Birds 200 of 2011 (Wah et al.): 200 species, 11,788 photographs, with a published
 * split. The folder {@code CUB_200_2011} holds {@code images/} and four lists of two words a line:
 * {@code classes.txt} (class number, name), {@code images.txt} (image number, path in {@code
 * images/}), {@code image_class_labels.txt} (image number, class number) and {@code
 * train_test_split.txt} (image number, 1 for train or 0 for test).
 *
 * <p>Classes are in the order of {@code classes.txt}. Images are read when asked for.
 */
public final class Cub200 {

  private Cub200() {}

  /**
   * Reads the lists of a folder.
   *
   * @throws IOException if one is missing or unreadable, or they do not fit each other
   */
  public static Dataset read(Path folder) throws IOException {
    Path classFile = folder.resolve("classes.txt");
    Path imageFile = folder.resolve("images.txt");
    Path labelFile = folder.resolve("image_class_labels.txt");
    Path splitFile = folder.resolve("train_test_split.txt");
    Map<String, String> classes = WordPair.map(classFile);
    Map<String, String> labels = WordPair.map(labelFile);
    Map<String, String> splits = WordPair.map(splitFile);
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (Map.Entry<String, String> image : WordPair.map(imageFile).entrySet()) {
      String id = "image " + image.getKey();
      String number = required(labelFile, labels, image.getKey(), id);
      String label = required(classFile, classes, number, "class " + number);
      Path file = ImageFile.listed(imageFile, folder.resolve("images"), image.getValue());
      Example example = new Example(label, () -> ImageFile.load(file));
      switch (required(splitFile, splits, image.getKey(), id)) {
        case "1" -> train.add(example);
        case "0" -> test.add(example);
        case String other ->
            throw new BadFileException(splitFile, "0 or 1 for " + id, "'%s'".formatted(other));
      }
    }
    return new LoadedDataset("cub200", List.copyOf(classes.values()), train, test);
  }

  private static String required(Path file, Map<String, String> map, String key, String what)
      throws BadFileException {
    String value = map.get(key);
    if (value == null) {
      throw new BadFileException(file, "a line for " + what, "none");
    }
    return value;
  }
}
