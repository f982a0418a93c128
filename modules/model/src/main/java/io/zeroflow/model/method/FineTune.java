package io.zeroflow.model.method;

import io.zeroflow.journal.Replica;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Network;
import io.zeroflow.model.Target;
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
  public Lesson lesson(Replica replica, Samples samples) {
    if (warmingUp(replica, samples)) {
      return new Lesson.Write(
          HeadRows.with(
              network, replica, samples, label -> replica.headCount(label) < warmUpSamples));
    }
    return new Lesson.Step(loss(replica, samples));
  }

  /** Whether a class of the batch has no settled row yet. */
  boolean warmingUp(Replica replica, Samples samples) {
    return samples.labels().stream().anyMatch(label -> replica.headCount(label) < warmUpSamples);
  }

  /** Cross-entropy of a batch over the rows of the head. */
  BatchLoss loss(Replica replica, Samples samples) {
    return loss(replica, samples.batch(), samples.labels());
  }

  /** The same of any batch. */
  BatchLoss loss(Replica replica, Batch batch, List<String> labels) {
    return new BatchLoss(network, batch, new Target.Rows(HeadRows.numbers(replica, labels)));
  }

  @Override
  public Predictor predictor(Replica replica) {
    return HeadPredictor.of(network, replica);
  }
}
