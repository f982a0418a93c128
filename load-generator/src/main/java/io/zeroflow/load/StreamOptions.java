package io.zeroflow.load;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.catalog.DatasetOptions;
import io.zeroflow.data.catalog.Datasets;
import io.zeroflow.data.split.Caps;
import io.zeroflow.data.split.ClassIncremental;
import io.zeroflow.data.split.Task;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which tasks there are. */
final class StreamOptions {
  /** What {@code --data} accepts, for its help. */
  static final class Known implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(Datasets.known().split(", ")).iterator();
    }
  }

  @Option(
      names = "--data",
      paramLabel = "NAME[:PATH]",
      defaultValue = "wordnet",
      completionCandidates = Known.class,
      description = "Data set (default: ${DEFAULT-VALUE}), one of: ${COMPLETION-CANDIDATES}.")
  private String data = "";

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of tasks (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Classes in all, spread evenly over the tasks (default: all there are).")
  private @Nullable Integer classes;

  @Option(
      names = "--train-per-class",
      paramLabel = "N",
      defaultValue = "100",
      description = "Most samples to learn from in a class (default: ${DEFAULT-VALUE}).")
  private int trainPerClass;

  @Option(
      names = "--test-per-class",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most held-out samples in a class (default: ${DEFAULT-VALUE}).")
  private int testPerClass;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of samples, classes and orders (default: ${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }

  /**
   * @throws IOException if the data cannot be read
   * @throws IllegalArgumentException if the options do not fit together or the data
   */
  List<Task> tasks() throws IOException {
    Dataset dataset = Datasets.open(data, new DatasetOptions(trainPerClass, testPerClass, seed));
    int total = classes == null ? dataset.labels().size() : classes;
    return ClassIncremental.split(
        dataset,
        ClassIncremental.evenly(total, tasks),
        seed,
        new Caps(trainPerClass, testPerClass));
  }
}
