package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;

/**
 * Two strategies that take turns by a step's age in its task, each taking over the other's state
 * like in any swap. The turn is taken when a step is applied, so that measuring leaves no trace.
 */
final class Hybrid implements Optimizer {

  private final Strategy first;
  private final Strategy then;
  private final int switchAfter;
  private Optimizer current;
  private boolean onFirst = true;

  Hybrid(Strategy first, Strategy then, int switchAfter, Optimizer current) {
    this.first = first;
    this.then = then;
    this.switchAfter = switchAfter;
    this.current = current;
  }

  private boolean isFirst(long age) {
    return age <= switchAfter;
  }

  private Optimizer at(long age) {
    if (isFirst(age) == onFirst) {
      return current;
    }
    return (isFirst(age) ? first : then).optimizer(current.theta(), current);
  }

  @Override
  public StepRecord measure(Objective objective, StepContext context) {
    return at(context.age()).measure(objective, context);
  }

  @Override
  public void apply(StepRecord record) {
    if (record.still()) {
      return;
    }
    current = at(record.age());
    onFirst = isFirst(record.age());
    current.apply(record);
  }

  @Override
  public Theta theta() {
    return current.theta();
  }

  /** Whose state the next strategy can take over. */
  Optimizer current() {
    return current;
  }

  @Override
  public Optimizer fork() {
    Hybrid fork = new Hybrid(first, then, switchAfter, current.fork());
    fork.onFirst = onFirst;
    return fork;
  }
}
