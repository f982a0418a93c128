package io.zeroflow.optim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know about one forward-only step, whatever the size of the model: the next
 * weights are a pure function of the old weights and this record.
 *
 * @param step number of the step, from 1
 * @param seed from which its perturbations are drawn
 * @param scalars projected gradients, one a query; empty when rejected
 * @param loss mean loss over the probed points; information for people and the supervisor
 * @param forwards forward passes that the measurement took
 * @param rejected why the step must not move θ, or null for an ordinary step
 */
public record StepRecord(
    long step,
    long seed,
    List<Float> scalars,
    float loss,
    int forwards,
    @Nullable String rejected) {

  public StepRecord {
    scalars = List.copyOf(scalars);
    if (rejected == null && !scalars.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          "step %d carries non-finite scalars %s; such a step must be rejected"
              .formatted(step, scalars));
    }
  }

  /** A step that was measured but must not move θ. */
  public static StepRecord rejected(StepContext context, int forwards, String reason) {
    return new StepRecord(context.step(), context.seed(), List.of(), Float.NaN, forwards, reason);
  }
}
