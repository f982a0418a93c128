package io.zeroflow.runtime.supervise.drift;

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

  private long count;
  private double mean;
  private double squares;
  private double pile;

  /** Starts over. */
  public void reset() {
    count = 0;
    mean = 0;
    squares = 0;
    pile = 0;
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
      double deviation = Math.sqrt(squares / count);
      double excess = deviation > 0 ? (value - mean) / deviation : Math.signum(value - mean);
      pile = Math.max(0, pile + excess - TOLERANCE);
      if (pile > THRESHOLD) {
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
