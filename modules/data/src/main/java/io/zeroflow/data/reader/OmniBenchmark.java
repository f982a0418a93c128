package io.zeroflow.data.reader;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * OmniBenchmark (Zhang et al., ECCV 2022), 21 realms of photographs, in two forms.
 *
 * <p>As its publisher's download tool leaves it: a folder a realm, in it {@code train} and {@code
 * val}, in each {@code records.txt} with a path such as {@code images/a.jpg} and a class number of
 * that realm a line. Classes are called {@code <realm>/<number>}. {@code val} is what is held out
 * here, since {@code test} came without its true labels. A class that only one of the two lists
 * know, because its pictures have vanished from the web, is left out.
 *
 * <p>As class-incremental benchmarks ship 300 classes of it: {@code train/<class>/*.jpg} and {@code
 * test/<class>/*.jpg}, which {@link ImageFolder} reads.
 */
public final class OmniBenchmark {
  private static final String NAME = "omnibenchmark";

  private OmniBenchmark() {}

  /**
   * Lists a folder of either form. Images are read when asked for.
   *
   * @throws IOException if it has neither form
   */
  public static Dataset read(Path folder) throws IOException {
    if (ImageFolder.isSplit(folder)) {
      return ImageFolder.read(NAME, folder);
    }
    List<Example> train = new ArrayList<>();
    List<Example> val = new ArrayList<>();
    for (Path realm : realms(folder)) {
      train.addAll(examples(realm, "train"));
      val.addAll(examples(realm, "val"));
    }
    Set<String> shared = new LinkedHashSet<>(labels(train));
    shared.retainAll(new LinkedHashSet<>(labels(val)));
    return new LoadedDataset(NAME, List.copyOf(shared), within(shared, train), within(shared, val));
  }

  private static List<Path> realms(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BadFileException(folder, "a folder", "none");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> realms = entries.filter(Files::isDirectory).sorted().toList();
      if (realms.isEmpty()) {
        throw new BadFileException(folder, "a folder a realm, or train and test", "neither");
      }
      return realms;
    }
  }

  private static List<Example> examples(Path realm, String part) throws IOException {
    Path folder = realm.resolve(part);
    Path records = folder.resolve("records.txt");
    List<Example> examples = new ArrayList<>();
    for (WordPair pair : WordPair.read(records)) {
      Path file = ImageFile.listed(records, folder, pair.first());
      String label = realm.getFileName() + "/" + pair.second();
      examples.add(new Example(label, () -> ImageFile.load(file)));
    }
    return examples;
  }

  private static List<String> labels(List<Example> examples) {
    return examples.stream().map(Example::label).toList();
  }

  private static List<Example> within(Set<String> labels, List<Example> examples) {
    return examples.stream().filter(example -> labels.contains(example.label())).toList();
  }
}
