package io.zeroflow.data.split;

import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import io.zeroflow.data.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Classes c0, c1, … of numbered sentences. */
final class ToyData {

  private ToyData() {}

  static Dataset of(int classes, int train, int test) {
    List<String> labels = IntStream.range(0, classes).mapToObj(c -> "c" + c).toList();
    return new LoadedDataset(
        "toy", labels, examples(labels, "train", train), examples(labels, "test", test));
  }

  private static List<Example> examples(List<String> labels, String part, int each) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (String label : labels) {
        examples.add(Example.of(label, new Payload.Text(label + " " + part + " " + i)));
      }
    }
    return examples;
  }
}
