package io.zeroflow.optim.estimate;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;

/**
 * How a gradient is estimated: which points to probe, and what their losses say. Without memory of
 * earlier steps; holds scratch arrays and belongs to one thread.
 */
public interface Estimator {

  /**
   * Probes the batch around θ, which is left as it is.
   *
   * @param work scratch of θ's capacity
   * @return the step, rejected if what was measured is not finite
   */
  StepRecord measure(Theta theta, Theta work, Objective objective, StepContext context);

  /** The estimate that a record describes, for a θ of d coordinates. */
  Estimate estimate(StepRecord record, int d);

  /** The same settings with scratch of its own. */
  Estimator fork();
}
