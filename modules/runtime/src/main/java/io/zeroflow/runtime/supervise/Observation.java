package io.zeroflow.runtime.supervise;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a finished evaluation saw, and how learning went since the one before.
 *
 * @param sequence of the journal's last record that the measured model includes
 * @param step the measured model's version
 * @param task whose samples were arriving, or null
 * @param accuracy on all classes seen
 * @param forgetting mean over past tasks
 * @param byTask the same, by past task
 * @param fork the same of the task's second future, or null if there was none
 * @param steps how the steps went since the last observation
 * @param forwards forward passes of the model's life so far, a fork's included
 */
public record Observation(
    long sequence,
    long step,
    @Nullable String task,
    double accuracy,
    double forgetting,
    Map<String, Double> byTask,
    @Nullable Future fork,
    StepWindow.Summary steps,
    long forwards) {

  public Observation {
    byTask = new LinkedHashMap<>(byTask);
  }

  /** Accuracy on all classes seen and mean forgetting of one of two futures. */
  public record Future(double accuracy, double forgetting) {

    /**
     * What it is worth.
     *
     * @param price of forgetting, in units of accuracy
     */
    double worth(double price) {
      return accuracy - price * forgetting;
    }
  }

  /** The model's own. */
  Future own() {
    return new Future(accuracy, forgetting);
  }
}
