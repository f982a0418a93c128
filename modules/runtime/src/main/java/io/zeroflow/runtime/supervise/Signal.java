package io.zeroflow.runtime.supervise;

import io.zeroflow.runtime.settings.RuleSettings;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A number that rules look at, made of measurements as they come. */
abstract class Signal {

  /** Its value now; NaN if there is none. */
  abstract double read(Observation seen);

  /** Another task has begun. */
  void taskStarted() {}

  static Signal of(RuleSettings.Signal name) {
    return switch (name) {
      case FORGETTING ->
          now(seen -> seen.own() == null ? Double.NaN : number(seen.own().forgetting()));
      case TASK_FORGETTING ->
          now(seen -> seen.byTask().values().stream().mapToDouble(v -> v).max().orElse(Double.NaN));
      case ACCURACY -> now(seen -> seen.own() == null ? Double.NaN : seen.own().accuracy());
      case LOSS -> now(seen -> seen.steps().loss());
      case LOSS_SPREAD -> now(seen -> seen.steps().spread() / seen.steps().loss());
      case LOSS_FALL -> new LossFall();
      case REJECTED -> now(seen -> (double) seen.steps().rejected() / seen.steps().steps());
      case DRIFT ->
          now(seen -> Double.isNaN(seen.steps().loss()) ? Double.NaN : drifted(seen.steps()));
      case FORWARD_PASSES -> new TaskForwards();
    };
  }

  private static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static double drifted(StepWindow.Summary steps) {
    return steps.drifted() ? 1 : 0;
  }

  private static Signal now(ToDoubleFunction<Observation> reading) {
    return new Signal() {
      @Override
      double read(Observation seen) {
        return reading.applyAsDouble(seen);
      }
    };
  }

  /** By which part of itself the mean loss has fallen since the measurement before. */
  private static final class LossFall extends Signal {
    private double before = Double.NaN;

    @Override
    double read(Observation seen) {
      double loss = seen.steps().loss();
      double fall = (before - loss) / before;
      before = Double.isNaN(loss) ? before : loss;
      return fall;
    }

    @Override
    void taskStarted() {
      before = Double.NaN;
    }
  }

  /** Forward passes since the task began, as far as it has been observed. */
  private static final class TaskForwards extends Signal {
    private long start = -1;

    @Override
    double read(Observation seen) {
      start = start < 0 ? seen.forwards() : start;
      return seen.forwards() - start;
    }

    @Override
    void taskStarted() {
      start = -1;
    }
  }
}
