package io.zeroflow.runtime.supervise;

import io.zeroflow.optim.StepRecord;
import io.zeroflow.runtime.drift.PageHinkley;

/** How steps have gone since somebody looked last. Not safe for concurrent use. */
public final class StepWindow {

  private final PageHinkley drift = new PageHinkley();
  private int steps;
  private int rejected;
  private int losses;
  private double sum;
  private double squares;
  private boolean drifted;

  /**
   * Steps since somebody looked last.
   *
   * @param steps how many, rejected ones included
   * @param rejected how many of them were rejected
   * @param loss their mean; NaN without any
   * @param spread standard deviation of the loss; 0 without any
   * @param drifted whether the loss has risen for good in between (Page–Hinkley)
   */
  public record Summary(int steps, int rejected, double loss, double spread, boolean drifted) {

    /** Nothing happened. */
    public static final Summary NONE = new Summary(0, 0, Double.NaN, 0, false);
  }

  /** Takes in a step. */
  public void add(StepRecord step) {
    steps++;
    if (step.rejected() != null) {
      rejected++;
    } else if (!Float.isNaN(step.loss())) { // one that only holds measures none
      losses++;
      sum += step.loss();
      squares += (double) step.loss() * step.loss();
      drifted |= drift.add(step.loss());
    }
  }

  /** A task has begun: its losses are another matter. */
  public void restart() {
    drift.reset();
    take();
  }

  /** What there was, and starts over. */
  public Summary take() {
    double mean = losses == 0 ? Double.NaN : sum / losses;
    double spread = losses == 0 ? 0 : Math.sqrt(Math.max(0, squares / losses - mean * mean));
    Summary summary = new Summary(steps, rejected, mean, spread, drifted);
    steps = 0;
    rejected = 0;
    losses = 0;
    sum = 0;
    squares = 0;
    drifted = false;
    return summary;
  }
}
