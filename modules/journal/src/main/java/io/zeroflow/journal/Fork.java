package io.zeroflow.journal;

import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.strategy.Strategy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A second future of a running task: other weights beside the model's own, which may take the
 * model's place. One that learns is a canary: the same batches and the same directions by another
 * strategy. One that stands still is the way back from a swap. As all it does is in the journal,
 * every follower holds it too.
 */
public final class Fork {

  private final Strategy strategy;
  private final boolean learns;
  private final Optimizer optimizer;
  private long step;

  private Fork(Strategy strategy, boolean learns, Optimizer optimizer) {
    this.strategy = strategy;
    this.learns = learns;
    this.optimizer = optimizer;
  }

  /** From what the model is now, by a strategy that takes over as a swap would. */
  static Fork of(Strategy strategy, boolean learns, Strategy current, Optimizer model) {
    Optimizer copy = model.fork();
    return new Fork(
        strategy, learns, strategy.equals(current) ? copy : strategy.optimizer(copy.theta(), copy));
  }

  /** What {@link #save} wrote. */
  static Fork load(DataInput in, int capacity) throws IOException {
    Strategy strategy = Strategy.parse(in.readUTF());
    boolean learns = in.readBoolean();
    long step = in.readLong();
    Theta theta = Theta.allocate(capacity);
    theta.load(in);
    Fork fork = new Fork(strategy, learns, strategy.optimizer(theta, null));
    fork.step = step;
    fork.optimizer.load(in);
    return fork;
  }

  /** By which it learns, or would if it became the model. */
  public Strategy strategy() {
    return strategy;
  }

  /** Whether it takes steps. */
  public boolean learns() {
    return learns;
  }

  /** Number of its last step; 0 before the first. */
  public long step() {
    return step;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  void apply(StepRecord record) {
    optimizer.apply(record);
    step = record.step();
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(strategy.toString());
    out.writeBoolean(learns);
    out.writeLong(step);
    optimizer.theta().save(out);
    optimizer.save(out);
  }
}
