package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import org.jspecify.annotations.Nullable;

/**
 * Two strategies that take turns by a step's age in its task, each taking over the other's state
 * like in any swap. The turn is taken when a step is applied, so that measuring leaves no trace. So
 * is the first one: which of the two takes over what ran before a swap is not known until a step
 * tells its age.
 */
final class Hybrid implements Optimizer {

  private enum Phase {
    NONE,
    FIRST,
    THEN
  }

  private final Strategy first;
  private final Strategy then;
  private final int switchAfter;
  private final Theta theta;
  private Phase phase = Phase.NONE;
  private @Nullable Optimizer current;

  /**
   * @param previous whose state the first step's strategy takes over
   */
  Hybrid(
      Strategy first, Strategy then, int switchAfter, Theta theta, @Nullable Optimizer previous) {
    this.first = first;
    this.then = then;
    this.switchAfter = switchAfter;
    this.theta = theta;
    this.current = stateOf(previous);
  }

  /** The optimizer whose state there is to take over from another; null where there is none. */
  static @Nullable Optimizer stateOf(@Nullable Optimizer optimizer) {
    return optimizer instanceof Hybrid hybrid ? hybrid.current : optimizer;
  }

  private Phase phase(long age) {
    return age <= switchAfter ? Phase.FIRST : Phase.THEN;
  }

  private Optimizer at(long age) {
    if (current != null && phase == phase(age)) {
      return current;
    }
    return (phase(age) == Phase.FIRST ? first : then).optimizer(theta, current);
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
    Optimizer next = at(record.age());
    next.apply(record); // a step that is refused takes no turn
    current = next;
    phase = phase(record.age());
  }

  @Override
  public Theta theta() {
    return theta;
  }

  @Override
  public Optimizer fork() {
    Optimizer forked = current == null ? null : current.fork();
    // Before its first step the other one only has state to give, and a θ of its own.
    Theta own = forked == null || phase == Phase.NONE ? theta.copy() : forked.theta();
    Hybrid fork = new Hybrid(first, then, switchAfter, own, forked);
    fork.phase = phase;
    return fork;
  }
}
