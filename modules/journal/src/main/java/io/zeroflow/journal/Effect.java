package io.zeroflow.journal;

/**
 * What a decision came to, from the last measurement before it to the one in question.
 *
 * @param accuracy change of the accuracy on all classes seen, a ratio from −1 to 1
 * @param forgetting change of mean forgetting, likewise; NaN where no task was past
 * @param forwards forward passes meanwhile
 * @param evaluations measurements meanwhile
 */
public record Effect(double accuracy, double forgetting, long forwards, int evaluations) {

  /** Of two windows, one right after the other. */
  public Effect and(Effect next) {
    double both = forgettingOrNone() + next.forgettingOrNone();
    boolean unknown = Double.isNaN(forgetting) && Double.isNaN(next.forgetting);
    return new Effect(
        accuracy + next.accuracy,
        unknown ? Double.NaN : both,
        forwards + next.forwards,
        evaluations + next.evaluations);
  }

  /** The change of forgetting; 0 where no task could be forgotten. */
  public double forgettingOrNone() {
    return Double.isNaN(forgetting) ? 0 : forgetting;
  }
}
