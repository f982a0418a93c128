package io.zeroflow.journal;

import io.zeroflow.optim.Persistent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What the losses of the running task have been like: a fold over the journal, so that a learner
 * that comes back judges the next loss as it would have without the crash. An exponential mean over
 * about twenty steps, in which no loss counts as more than twice the mean so far: one outlier
 * hardly moves it, but losses that stay high are the new normal after some fifty steps.
 */
public final class LossTrend implements Persistent {

  private static final double FADING = 0.95;
  private static final int ENOUGH = 20;

  private double mean;
  private int count;

  LossTrend() {}

  void start() {
    mean = 0;
    count = 0;
  }

  void add(float loss) {
    if (Float.isFinite(loss)) {
      double counted = count == 0 ? loss : Math.min(loss, 2 * mean);
      mean = count == 0 ? counted : FADING * mean + (1 - FADING) * counted;
      count++;
    }
  }

  /**
   * Whether a loss has exploded: it is above {@code factor} times the mean by more than 1 nat.
   * Never in a task's first steps.
   */
  public boolean exploded(float loss, double factor) {
    return count >= ENOUGH && loss > factor * mean + 1;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(mean);
    out.writeInt(count);
  }

  @Override
  public void load(DataInput in) throws IOException {
    mean = in.readDouble();
    count = in.readInt();
  }
}
