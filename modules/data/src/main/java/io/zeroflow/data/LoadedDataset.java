package io.zeroflow.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A data set whose examples are all listed; their payloads may still be loaded later. */
public record LoadedDataset(
    String name, List<String> labels, List<Example> train, List<Example> test) implements Dataset {
  /**
   * @throws IllegalArgumentException if a label occurs twice or is no name, or an example has a
   *     label that is not listed
   */
  public LoadedDataset {
    labels = labels.stream().map(label -> Names.canonical("label", label)).toList();
    train = List.copyOf(train);
    test = List.copyOf(test);
    Set<String> known = new HashSet<>();
    for (String label : labels) {
      if (!known.add(label)) {
        throw new IllegalArgumentException(name + ": the label '" + label + "' is listed twice");
      }
    }
    requireKnown(name, known, train);
    requireKnown(name, known, test);
  }

  private static void requireKnown(String name, Set<String> known, List<Example> examples) {
    for (Example example : examples) {
      if (!known.contains(example.label())) {
        throw new IllegalArgumentException(
            name + ": an example has the label '" + example.label() + "', which is not listed");
      }
    }
  }
}
