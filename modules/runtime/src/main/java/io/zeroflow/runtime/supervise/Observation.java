package io.zeroflow.runtime.supervise;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a finished evaluation saw, and how learning went since the one before.
 *
 * @param sequence of the journal's last record that the measured model includes
 * @param step the measured model's version
 * @param task whose samples were arriving for that model, or null
 * @param measured tasks that accuracy is over
 * @param own how the model does, or null if there was nothing to measure it on
 * @param byTask forgetting by past task
 * @param fork the same of the task's second future, or null if there was none, likewise
 * @param steps how the steps went since the last observation
 * @param forwards forward passes of the model's life so far, a fork's included
 */
public record Observation(
    long sequence,
    long step,
    @Nullable String task,
    Set<String> measured,
    @Nullable Future own,
    Map<String, Double> byTask,
    @Nullable Future fork,
    StepWindow.Summary steps,
    long forwards) {

  public Observation {
    measured = Set.copyOf(measured);
    byTask = new LinkedHashMap<>(byTask);
  }

  /**
   * How one of two futures does.
   *
   * @param accuracy on all classes seen
   * @param forgetting mean over past tasks, or null while there is none
   */
  public record Future(double accuracy, @Nullable Double forgetting) {

    /**
     * What it is worth.
     *
     * @param price of forgetting, in units of accuracy
     */
    double worth(double price) {
      return forgetting == null ? accuracy : accuracy - price * forgetting;
    }
  }
}
