package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import java.util.List;

/**
 * Plain fine-tuning: adapters and all head rows follow the loss of the current task over all
 * classes seen so far, with nothing that protects earlier tasks. It learns, and it forgets: the
 * baseline that the other methods and the supervisor have to beat.
 *
 * <p>A class's row starts as the mean of the features of its first samples. A batch with a class
 * that has fewer than {@code warmUpSamples} behind its row builds rows; any other batch is a step.
 */
public final class FineTune implements ContinualMethod {

  private final Network network;
  private final int warmUpSamples;

  public FineTune(Network network, int warmUpSamples) {
    this.network = network;
    this.warmUpSamples = warmUpSamples;
  }

  @Override
  public String name() {
    return "fine-tune";
  }

  @Override
  public Lesson lesson(Head head, Theta theta, Batch batch, List<String> labels) {
    if (labels.stream().anyMatch(label -> head.count(label) < warmUpSamples)) {
      return new Lesson.Rows(freshRows(head, network.features(theta, batch), labels));
    }
    int[] rows = labels.stream().mapToInt(head::row).toArray();
    return new Lesson.Step(new BatchLoss(network, batch, new Target.Rows(rows)));
  }

  /** Rows that are still warming up, with this batch's samples added. */
  private List<ClassMean> freshRows(Head head, float[][] features, List<String> labels) {
    MeanAccumulator means = new MeanAccumulator();
    for (int i = 0; i < features.length; i++) {
      String label = labels.get(i);
      if (head.count(label) < warmUpSamples) {
        addTo(means, head, label, features[i]);
      }
    }
    return means.means();
  }

  static void addTo(MeanAccumulator means, Head head, String label, float[] feature) {
    float[] row = head.values(label);
    if (row != null && !means.contains(label)) {
      means.seed(label, row, head.count(label));
    }
    means.add(label, feature);
  }
}
