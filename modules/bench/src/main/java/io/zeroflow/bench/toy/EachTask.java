package io.zeroflow.bench.toy;

import io.zeroflow.optim.Objective;
import io.zeroflow.optim.Optimizer;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.Theta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.stream.IntStream;

/**
 * A strategy as the ZeroFlow authors' code runs it on the toy: measured on each task alone, along
 * the same directions, and moved by the sum. It differs from one measurement on both tasks only
 * where the measurement is not linear: two signs cancel where the tasks disagree.
 */
final class EachTask implements Optimizer {

  private final Optimizer optimizer;
  private final Toy[] tasks = Toy.apart();

  EachTask(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  /**
   * The sum of what each task records. The forward passes are those of one: each task is half of
   * what a pass over both works on.
   */
  @Override
  public StepRecord measure(Objective both, StepContext context) {
    StepRecord one = optimizer.measure(tasks[0], context);
    StepRecord other = optimizer.measure(tasks[1], context);
    var sums =
        IntStream.range(0, one.scalars().size())
            .mapToObj(i -> one.scalars().get(i) + other.scalars().get(i))
            .toList();
    return StepRecord.sparse(context, sums, one.loss() + other.loss(), one.forwards());
  }

  @Override
  public void apply(StepRecord record) {
    optimizer.apply(record);
  }

  @Override
  public boolean estimate(StepRecord record, Theta direction) {
    return optimizer.estimate(record, direction);
  }

  @Override
  public Theta theta() {
    return optimizer.theta();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    optimizer.save(out);
  }

  @Override
  public void load(DataInput in) throws IOException {
    optimizer.load(in);
  }

  @Override
  public Optimizer fork() {
    return new EachTask(optimizer.fork());
  }
}
