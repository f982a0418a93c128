package io.zeroflow.optim;

/**
 * What a step is told before it is measured.
 *
 * @param step its number, from 1
 * @param seed from which its perturbations are drawn
 * @param age how many steps its task has had with this one, from 1: what schedules count
 */
public record StepContext(long step, long seed, long age) {

  public StepContext {
    check(step, age);
  }

  static void check(long step, long age) {
    if (age < 1 || age > step) {
      throw new IllegalArgumentException(
          "step %d has age %d in its task; it must be from 1 to the step".formatted(step, age));
    }
  }
}
