package io.zeroflow.runtime.supervise;

import io.zeroflow.runtime.settings.RuleSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Due when a signal has been beyond its threshold for some evaluations in a row; and, once it has
 * fired, not again before the signal was back behind its second threshold.
 */
final class Rule {

  private final RuleSettings settings;
  private final Signal signal;
  private int beyond;
  private boolean armed = true;

  Rule(RuleSettings settings) {
    this.settings = settings;
    this.signal = Signal.of(settings.signal());
  }

  RuleSettings settings() {
    return settings;
  }

  /**
   * Takes in a measurement.
   *
   * @return why it is due, in words, or null
   */
  @Nullable String evaluate(Observation seen) {
    double value = signal.read(seen);
    if (Double.isNaN(value)) { // there is nothing to see
      return null;
    }
    armed |= !settings.beyond(value, settings.until());
    beyond = settings.beyond(value, settings.threshold()) ? beyond + 1 : 0;
    return armed && beyond >= settings.evaluations()
        ? String.format(
            Locale.ROOT,
            "%s %.3g %s %.3g in %d evaluations in a row, the last at step %d",
            settings.signal().words(),
            value,
            settings.above() ? "above" : "below",
            settings.threshold(),
            beyond,
            seen.step())
        : null;
  }

  /** What a swap by it should bring. */
  String expected() {
    return String.format(
        Locale.ROOT,
        "%s %s %.3g",
        settings.signal().words(),
        settings.above() ? "below" : "above",
        settings.until());
  }

  /** A swap took place: every count starts over, and whose swap it was waits. */
  void swapped(String cause) {
    beyond = 0;
    armed &= !cause.equals(settings.name());
  }

  void taskStarted() {
    beyond = 0;
    armed = true;
    signal.taskStarted();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: swap to %s when %s is %s %.3g in %d evaluations in a row, and again after it was %s %.3g",
        settings.name(),
        settings.swapTo().brief(),
        settings.signal().words(),
        settings.above() ? "above" : "below",
        settings.threshold(),
        settings.evaluations(),
        settings.above() ? "at most" : "at least",
        settings.until());
  }
}
