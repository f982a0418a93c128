package io.zeroflow.data.split;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Shuffle;
import java.util.ArrayList;
import java.util.List;

/**
 * The class-incremental protocol: the seed shuffles the classes, each task brings the next few, and
 * no class comes twice. Tasks are named {@code task-1}, {@code task-2}, ….
 */
public final class ClassIncremental {
  private static final int MAX_TASKS = 10_000;

  private ClassIncremental() {}

  /**
   * Uses all classes, so many a task; the last task takes what is left.
   *
   * @throws IllegalArgumentException if classesPerTask is below 1, or a class has nothing to learn
   *     from or nothing held out
   */
  public static List<Task> split(Dataset dataset, int classesPerTask, long seed, Caps caps) {
    if (classesPerTask < 1) {
      throw new IllegalArgumentException(
          "classes a task must be at least 1, but are " + classesPerTask);
    }
    List<Integer> sizes = new ArrayList<>();
    for (int left = dataset.labels().size(); left > 0; left -= classesPerTask) {
      sizes.add(Math.min(left, classesPerTask));
    }
    return split(dataset, sizes, seed, caps);
  }

  /**
   * Uses as many classes as the sizes add up to.
   *
   * @param sizes classes of each task, each at least 1
   * @throws IllegalArgumentException if a size is below 1 or the data set has fewer classes, or a
   *     class has nothing to learn from or nothing held out
   */
  public static List<Task> split(Dataset dataset, List<Integer> sizes, long seed, Caps caps) {
    List<String> order = Shuffle.shuffled(dataset.labels(), seed);
    checkSizes(dataset, sizes);
    ClassExamples examples = new ClassExamples(dataset, seed, caps);
    List<Task> tasks = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      tasks.add(examples.task("task-" + (tasks.size() + 1), order.subList(start, start + size)));
      start += size;
    }
    return List.copyOf(tasks);
  }

  /**
   * Sizes of tasks that share classes evenly, the first tasks one more where it does not come out
   * even.
   *
   * @throws IllegalArgumentException if a task would have none
   */
  public static List<Integer> evenly(int classes, int tasks) {
    if (tasks < 1 || classes < tasks) {
      throw new IllegalArgumentException(
          "%d tasks cannot share %d classes; every task needs one".formatted(tasks, classes));
    }
    List<Integer> sizes = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      sizes.add(classes / tasks + (task < classes % tasks ? 1 : 0));
    }
    return sizes;
  }

  private static void checkSizes(Dataset dataset, List<Integer> sizes) {
    if (sizes.isEmpty() || sizes.size() > MAX_TASKS) {
      throw new IllegalArgumentException(
          "there must be 1 to %,d tasks, but there are %,d".formatted(MAX_TASKS, sizes.size()));
    }
    long total = 0;
    for (int size : sizes) {
      if (size < 1) {
        throw new IllegalArgumentException("every task needs a class, but the sizes are " + sizes);
      }
      total += size;
    }
    if (total > dataset.labels().size()) {
      throw new IllegalArgumentException(
          "%d tasks need %,d classes in all, but %s has %,d; ask for fewer tasks or classes"
              .formatted(sizes.size(), total, dataset.name(), dataset.labels().size()));
    }
  }
}
