package io.zeroflow.runtime.drift;

/**
 * The Page–Hinkley test (Page, Biometrika 1954; Hinkley, Biometrika 1971) for a rise of a stream's
 * mean: it alarms when the values' excess over their running mean, less a tolerance, has piled up
 * beyond a threshold since its lowest point. Values are scaled by their own running deviation, so
 * that one threshold serves losses of any size. Not safe for concurrent use.
 */
public final class PageHinkley {

  /** Deviations that a value may lie above the mean without counting. */
  private static final double TOLERANCE = 0.5;

  /** Piled-up deviations that are an alarm. */
  private static final double THRESHOLD = 25;

  /** Values before mean and deviation mean anything. */
  private static final int ENOUGH = 30;

  private final double least;
  private long count;
  private double mean;
  private double squares;
  private double pile;
  private long rising;
  private long sinceRise;

  /** For values of any size. */
  public PageHinkley() {
    this(0);
  }

  /**
   * For values whose deviation may be 0 for long, such as errors that are rare.
   *
   * @param least what their deviation counts as at least
   */
  public PageHinkley(double least) {
    this.least = least;
  }

  /** Starts over. */
  public void reset() {
    count = 0;
    mean = 0;
    squares = 0;
    pile = 0;
    rising = 0;
  }

  /** Values from the beginning of the rise to the last alarm; 0 before the first. */
  public long sinceRise() {
    return sinceRise;
  }

  /**
   * Takes a value.
   *
   * @return whether the mean has risen; the test has then started over
   */
  public boolean add(double value) {
    if (!Double.isFinite(value)) {
      return false;
    }
    if (count >= ENOUGH) {
      double deviation = Math.max(least, Math.sqrt(squares / count));
      double excess = deviation > 0 ? (value - mean) / deviation : Math.signum(value - mean);
      pile = Math.max(0, pile + excess - TOLERANCE);
      rising = pile > 0 ? rising + 1 : 0;
      if (pile > THRESHOLD) {
        sinceRise = rising;
        reset();
        return true;
      }
    }
    // Welford's running mean and sum of squared deviations.
    count++;
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    return false;
  }
}
