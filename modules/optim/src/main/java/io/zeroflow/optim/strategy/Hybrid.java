package io.zeroflow.optim.strategy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
  private @Nullable ComposedOptimizer current;

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
  static @Nullable ComposedOptimizer stateOf(@Nullable Optimizer optimizer) {
    return switch (optimizer) {
      case Hybrid hybrid -> hybrid.current;
      case ComposedOptimizer composed -> composed;
      case null, default -> null;
    };
  }

  /** A hybrid is made of strategies that are none. */
  private static ComposedOptimizer composed(
      Strategy strategy, Theta theta, @Nullable Optimizer previous) {
    return (ComposedOptimizer) strategy.optimizer(theta, previous);
  }

  private Phase phase(long age) {
    return age <= switchAfter ? Phase.FIRST : Phase.THEN;
  }

  private ComposedOptimizer at(long age) {
    if (current != null && phase == phase(age)) {
      return current;
    }
    return composed(phase(age) == Phase.FIRST ? first : then, theta, current);
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
    ComposedOptimizer next = at(record.age());
    next.apply(record); // a step that is refused takes no turn
    current = next;
    phase = phase(record.age());
  }

  @Override
  public boolean estimate(StepRecord record, Theta direction) {
    return at(record.age()).estimate(record, direction);
  }

  @Override
  public Theta theta() {
    return theta;
  }

  /** Whose state it is that the first step will take over is not to be told from the settings. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(phase.ordinal());
    out.writeUTF(current == null ? "" : current.strategy().toString());
    if (current != null) {
      current.save(out);
    }
  }

  @Override
  public void load(DataInput in) throws IOException {
    phase = Phase.values()[in.readInt()];
    String line = in.readUTF();
    if (!line.isEmpty()) {
      ComposedOptimizer saved = composed(Strategy.parse(line), theta, null);
      saved.load(in);
      current = saved;
    }
  }

  @Override
  public Optimizer fork() {
    ComposedOptimizer forked = current == null ? null : current.fork();
    // Before its first step the other one only has state to give, and a θ of its own.
    Theta own = forked == null || phase == Phase.NONE ? theta.copy() : forked.theta();
    Hybrid fork = new Hybrid(first, then, switchAfter, own, forked);
    fork.phase = phase;
    return fork;
  }
}
