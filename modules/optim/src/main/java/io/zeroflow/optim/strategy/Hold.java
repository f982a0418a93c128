package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;

/** Holds every step unmeasured. It has no state, so that of the strategy before it ends with it. */
record Hold(Theta theta) implements Optimizer {

  @Override
  public StepRecord measure(Objective objective, StepContext context) {
    return theta.size() == 0
        ? StepRecord.rejected(context, 0, "no-parameters")
        : StepRecord.held(context, Float.NaN, 0);
  }

  @Override
  public void apply(StepRecord record) {
    if (!record.still()) {
      throw new IllegalArgumentException(
          "step %d moves θ, which hold does not".formatted(record.step()));
    }
  }

  @Override
  public boolean estimate(StepRecord record, Theta direction) {
    return false;
  }

  @Override
  public Hold fork() {
    return new Hold(theta.copy());
  }

  @Override
  public void save(DataOutput out) {}

  @Override
  public void load(DataInput in) {}
}
