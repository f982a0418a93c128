package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Reason;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.ProbationSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Watches a swap beside the weights from before it, which stand still: what learns and is worth
 * less than what does not was a bad swap, and is undone.
 */
final class Probation {

  static final String CAUSE = "probation";

  private final ProbationSettings settings;
  private int seen;
  private int bad;

  Probation(ProbationSettings settings) {
    this.settings = settings;
  }

  boolean wanted() {
    return settings.evaluations() > 0;
  }

  void start() {
    seen = 0;
    bad = 0;
  }

  /** The verdict, once there is one. */
  @Nullable Order judge(long step, Observation.Future now, Observation.Future before) {
    seen++;
    bad = now.accuracy() < before.accuracy() - settings.accuracyDrop() ? bad + 1 : 0;
    String compared =
        String.format(
            Locale.ROOT,
            "accuracy %.3f, and %.3f as it was before the swap, at step %d",
            now.accuracy(),
            before.accuracy(),
            step);
    if (bad >= settings.badInARow()) {
      return new Order.Adopt(new Reason(CAUSE, compared, "what the swap has cost comes back"));
    }
    return seen >= settings.evaluations()
        ? new Order.Drop(new Reason(CAUSE, "passed: " + compared, ""))
        : null;
  }
}
