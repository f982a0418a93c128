package io.zeroflow.data.split;

import io.zeroflow.data.Example;
import io.zeroflow.data.Names;
import java.util.List;

/**
 * A unit of the stream whose data share a distribution.
 *
 * @param name unique within the stream, such as {@code task-1}
 * @param labels its classes
 * @param train what is learned from, class by class
 * @param test what is held out, class by class
 */
public record Task(String name, List<String> labels, List<Example> train, List<Example> test) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException for a task or a label that is no name
   */
  public Task {
    name = Names.canonical("task", name);
    labels = labels.stream().map(label -> Names.canonical("label", label)).toList();
    train = List.copyOf(train);
    test = List.copyOf(test);
  }
}
