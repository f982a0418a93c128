package io.zeroflow.data.split;

import io.zeroflow.data.Dataset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tasks along groups of classes that the data come with, such as the domains of CLINC150. */
public final class NaturalTasks {

  private NaturalTasks() {}

  /**
   * One task a group, in the map's order and under the group's name.
   *
   * @param groups classes by group
   * @param seed chooses the examples that stay within the caps
   * @throws IllegalArgumentException if a class is in two groups, is not in the data set, or has
   *     nothing to learn from or nothing held out
   */
  public static List<Task> split(
      Dataset dataset, Map<String, List<String>> groups, long seed, Caps caps) {
    Set<String> taken = new HashSet<>();
    groups.forEach(
        (group, labels) -> {
          for (String label : labels) {
            if (!taken.add(label)) {
              throw new IllegalArgumentException(
                  "class '%s' of group '%s' is in another group too; name it once"
                      .formatted(label, group));
            }
          }
        });
    ClassExamples examples = new ClassExamples(dataset, seed, caps);
    return groups.entrySet().stream()
        .map(group -> examples.task(group.getKey(), group.getValue()))
        .toList();
  }
}
