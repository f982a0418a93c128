package io.zeroflow.runtime.learn;

/**
 * Where the learner's time goes, in nanoseconds since its start; thread-confined.
 *
 * <p>Whatever is not in these is waiting for the source.
 */
public final class StepTimes {

  long encode;
  long collate;
  long measure;
  long journal;
  long apply;

  /** An unchanging copy, in seconds. */
  public record Shares(
      double encode, double collate, double measure, double journal, double apply) {}

  Shares seconds() {
    return new Shares(encode / 1e9, collate / 1e9, measure / 1e9, journal / 1e9, apply / 1e9);
  }
}
