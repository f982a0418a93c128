package io.zeroflow.bench.accuracy;

import io.zeroflow.data.Shuffle;
import java.util.ArrayList;
import java.util.List;

/**
 * A task of a stream, its samples encoded.
 *
 * @param name unique in the stream
 * @param train what is learned from
 * @param test what is held out
 */
record FeatureTask(String name, List<LabelledFeature> train, List<LabelledFeature> test) {

  /** The class-incremental stream of a seed, which orders the classes. */
  static List<FeatureTask> stream(FeaturePool pool, Protocol protocol, long seed) {
    List<String> order = Shuffle.shuffled(pool.labels(), seed);
    List<FeatureTask> tasks = new ArrayList<>();
    int start = 0;
    for (int size : protocol.sizes()) {
      List<LabelledFeature> train = new ArrayList<>();
      List<LabelledFeature> test = new ArrayList<>();
      for (String label : order.subList(start, start + size)) {
        train.addAll(pool.train(label));
        test.addAll(pool.test(label));
      }
      tasks.add(new FeatureTask("task-" + (tasks.size() + 1), train, test));
      start += size;
    }
    return tasks;
  }
}
