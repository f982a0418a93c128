package io.zeroflow.load;

import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.split.Task;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks of numbered sentences, two classes each. */
final class ToyTasks {

  private ToyTasks() {}

  static Task of(String name, int train, int test) {
    return new Task(
        name,
        List.of(name + "-even", name + "-odd"),
        examples(name, "train", train),
        examples(name, "test", test));
  }

  private static List<Example> examples(String name, String part, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                Example.of(
                    name + (i % 2 == 0 ? "-even" : "-odd"),
                    new Payload.Text("%s %s %d".formatted(name, part, i))))
        .toList();
  }
}
