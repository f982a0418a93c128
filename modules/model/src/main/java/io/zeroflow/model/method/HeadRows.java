package io.zeroflow.model.method;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.Network;
import java.util.List;
import java.util.function.Predicate;

/** Head rows as running class means of the network's features. */
final class HeadRows {

  private HeadRows() {}

  /**
   * The rows of some classes with a batch added to them.
   *
   * @param wanted which labels
   */
  static Change.HeadRows with(
      Network network, Replica replica, Samples samples, Predicate<String> wanted) {
    float[][] features = network.features(replica.theta(), samples.batch());
    MeanAccumulator means = new MeanAccumulator();
    for (int i = 0; i < features.length; i++) {
      String label = samples.labels().get(i);
      if (wanted.test(label)) {
        float[] row = replica.headRow(label);
        if (row != null && !means.contains(label)) {
          means.seed(label, row, replica.headCount(label));
        }
        means.add(label, features[i]);
      }
    }
    return new Change.HeadRows(means.means());
  }

  /** The head row of every sample's class. */
  static int[] numbers(Replica replica, List<String> labels) {
    return labels.stream().mapToInt(replica::headRowNumber).toArray();
  }
}
