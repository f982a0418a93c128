package io.zeroflow.data.split;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.Shuffle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set by class, each class capped in an order that depends on the seed and the class alone.
 */
final class ClassExamples {
  private final Dataset dataset;
  private final Map<String, List<Example>> train;
  private final Map<String, List<Example>> test;

  ClassExamples(Dataset dataset, long seed, Caps caps) {
    this.dataset = dataset;
    this.train = byLabel(dataset.labels(), dataset.train(), seed, caps.train());
    this.test = byLabel(dataset.labels(), dataset.test(), Shuffle.derive(seed, 1), caps.test());
  }

  /**
   * @throws IllegalArgumentException if a label is foreign, or has nothing to learn from or nothing
   *     held out
   */
  Task task(String name, List<String> labels) {
    List<Example> learned = new ArrayList<>();
    List<Example> heldOut = new ArrayList<>();
    for (String label : labels) {
      learned.addAll(some(train, label, "to train on"));
      heldOut.addAll(some(test, label, "to test on"));
    }
    return new Task(name, labels, learned, heldOut);
  }

  private List<Example> some(Map<String, List<Example>> part, String label, String purpose) {
    List<Example> examples = part.get(label);
    if (examples == null) {
      throw new IllegalArgumentException(
          "%s has no class '%s'; its %d classes begin with %s"
              .formatted(
                  dataset.name(),
                  label,
                  dataset.labels().size(),
                  dataset.labels().stream().limit(5).toList()));
    }
    if (examples.isEmpty()) {
      throw new IllegalArgumentException(
          "class '%s' of %s has no example %s; leave the class out or split it otherwise"
              .formatted(label, dataset.name(), purpose));
    }
    return examples;
  }

  private static Map<String, List<Example>> byLabel(
      List<String> labels, List<Example> examples, long seed, int cap) {
    Map<String, List<Example>> grouped = new HashMap<>();
    labels.forEach(label -> grouped.put(label, new ArrayList<>()));
    for (Example example : examples) {
      grouped.computeIfAbsent(example.label(), label -> new ArrayList<>()).add(example);
    }
    for (int i = 0; i < labels.size(); i++) {
      long classSeed = Shuffle.derive(seed, i);
      grouped.computeIfPresent(
          labels.get(i),
          (label, all) -> Shuffle.shuffled(all, classSeed).subList(0, Math.min(cap, all.size())));
    }
    return grouped;
  }
}
