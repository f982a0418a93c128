package io.zeroflow.optim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know about one step: the next weights are a pure function of the old weights, the
 * optimizer's state and this record. A forward-only step is a few scalars whatever the size of the
 * model; a backprop step carries its whole gradient.
 *
 * @param step number of the step, from 1
 * @param seed from which its perturbations are drawn
 * @param age how many steps its task has had with this one, from 1
 * @param scalars weight of each direction z in the estimate Σ wᵢ zᵢ / q: the projected gradient, or
 *     what the strategy made of it. Empty for a backprop step and for one that leaves θ as it is
 * @param gradient the gradient of a backprop step, else null
 * @param loss mean loss over the probed points; information for people and the supervisor
 * @param forwards forward passes that the measurement took
 * @param rejected why the step must not move θ, or null for an ordinary step
 */
public record StepRecord(
    long step,
    long seed,
    long age,
    List<Float> scalars,
    @Nullable Dense gradient,
    float loss,
    int forwards,
    @Nullable String rejected) {

  public StepRecord {
    scalars = List.copyOf(scalars);
    StepContext.check(step, age);
    if (!scalars.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          "step %d carries non-finite scalars %s; such a step must be rejected"
              .formatted(step, scalars));
    }
    if ((rejected != null || gradient != null) && !scalars.isEmpty()) {
      throw new IllegalArgumentException(
          "step %d carries scalars beside a gradient or a rejection".formatted(step));
    }
  }

  /** A forward-only step. */
  public static StepRecord sparse(
      StepContext context, List<Float> scalars, float loss, int forwards) {
    return of(context, scalars, null, loss, forwards, null);
  }

  /** A backprop step. */
  public static StepRecord dense(StepContext context, Dense gradient, float loss, int forwards) {
    return of(context, List.of(), gradient, loss, forwards, null);
  }

  /** A step that found nothing better than where θ is. */
  public static StepRecord held(StepContext context, float loss, int forwards) {
    return of(context, List.of(), null, loss, forwards, null);
  }

  /** A step that was measured but must not move θ. */
  public static StepRecord rejected(StepContext context, int forwards, String reason) {
    return of(context, List.of(), null, Float.NaN, forwards, reason);
  }

  /** The same measurement, which must not move θ after all. */
  public StepRecord rejected(String reason) {
    return of(context(), List.of(), null, loss, forwards, reason);
  }

  private static StepRecord of(
      StepContext context,
      List<Float> scalars,
      @Nullable Dense gradient,
      float loss,
      int forwards,
      @Nullable String rejected) {
    return new StepRecord(
        context.step(), context.seed(), context.age(), scalars, gradient, loss, forwards, rejected);
  }

  /** Whether θ stays as it is: the step was rejected, or held. */
  public boolean still() {
    return scalars.isEmpty() && gradient == null;
  }

  /** What the step was told. */
  public StepContext context() {
    return new StepContext(step, seed, age);
  }
}
