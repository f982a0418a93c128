package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Draws;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.random.Seeds;

/** Steps of any strategy; a step's seed follows from its number. */
final class Steps {

  private Steps() {}

  /** An optimizer over d coordinates that can double. */
  static Optimizer start(String line, int d) {
    return Strategy.parse(line).optimizer(Draws.theta(d, 2 * d), null);
  }

  static long seed(long step) {
    return Seeds.child(42, step);
  }

  static StepRecord measure(Optimizer optimizer, Objective objective, long step, long age) {
    return optimizer.measure(objective, new StepContext(step, seed(step), age));
  }

  /** Measures and applies the step. */
  static StepRecord take(Optimizer optimizer, Objective objective, long step, long age) {
    StepRecord record = measure(optimizer, objective, step, age);
    optimizer.apply(record);
    return record;
  }

  /** Takes steps of one long task. */
  static void train(Optimizer optimizer, Objective objective, long from, long to) {
    for (long step = from; step <= to; step++) {
      take(optimizer, objective, step, step);
    }
  }

  static String sha256(Optimizer optimizer) {
    return optimizer.theta().sha256();
  }
}
