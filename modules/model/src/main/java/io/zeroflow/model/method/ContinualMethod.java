package io.zeroflow.model.method;

import io.zeroflow.model.Batch;
import io.zeroflow.optim.Theta;
import java.util.List;

/** How a stream of tasks is learned. Stateless; called on the learner's thread. */
public interface ContinualMethod {

  /** Name in configuration and journal. */
  String name();

  /**
   * What a batch should change.
   *
   * @param theta current weights, not to be changed
   * @param batch encoded inputs; the lesson may keep it until the step is measured
   * @param labels one a row of the batch
   */
  Lesson lesson(Head head, Theta theta, Batch batch, List<String> labels);
}
