package io.zeroflow.runtime.learn;

/**
 * Where the learner's time goes, in nanoseconds since its start; thread-confined.
 *
 * <p>{@code busy} is all work on lots, the others with it; the rest of the time is waiting for one.
 */
public final class StepTimes {

  long busy;
  long measure;
  long journal;
  long apply;

  /** An unchanging copy, in seconds. */
  public record Shares(double busy, double measure, double journal, double apply) {}

  Shares seconds() {
    return new Shares(busy / 1e9, measure / 1e9, journal / 1e9, apply / 1e9);
  }
}
