package io.zeroflow.runtime.settings;

import io.zeroflow.optim.strategy.Strategy;
import java.util.Set;

/**
 * A rule of the supervisor.
 *
 * @param name by which its swaps are known
 * @param signal what it looks at
 * @param above whether it is due above its threshold, or below
 * @param threshold beyond which it is due
 * @param evaluations in a row that the signal has to be beyond the threshold
 * @param until back behind which the signal has to be before the rule can fire again in a task
 * @param swapTo the strategy to swap to
 */
public record RuleSettings(
    String name,
    Signal signal,
    boolean above,
    double threshold,
    int evaluations,
    double until,
    Strategy swapTo) {

  /** What a rule can look at. */
  public enum Signal {
    FORGETTING("mean forgetting"),
    TASK_FORGETTING("the most forgotten task's forgetting"),
    ACCURACY("accuracy"),
    LOSS("mean loss"),
    LOSS_SPREAD("the loss's deviation over its mean"),
    LOSS_FALL("the fall of the mean loss"),
    REJECTED("the share of rejected steps"),
    DRIFT("drift of the loss"),
    FORWARD_PASSES("forward passes in the task");

    private final String words;

    Signal(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  private static final Set<String> KEYS =
      Set.of("name", "signal", "above", "below", "evaluations", "until", "swap-to");

  static RuleSettings from(Section section) {
    section.only(KEYS);
    Signal signal = section.choice("signal", Signal.class);
    boolean above = section.has("above");
    boolean below = section.has("below");
    if (above == below) {
      section.wrong("signal", "a rule has either above or below, and not both");
    }
    double threshold = above || below ? section.number(above ? "above" : "below") : 0;
    double until = section.has("until") ? section.number("until") : threshold;
    if (section.good("signal", "above", "below")
        && (above ? until > threshold : until < threshold)) {
      section.wrong(
          "until",
          "it must be %s %s, or the rule would fire again at once"
              .formatted(above ? "at most" : "at least", threshold));
    }
    return new RuleSettings(
        section.text("name"),
        signal,
        above,
        threshold,
        section.has("evaluations") ? section.whole("evaluations", 1, 10_000) : 1,
        until,
        Settings.strategy(section, "swap-to"));
  }

  /** Whether a value lies beyond a limit, in this rule's direction. */
  public boolean beyond(double value, double limit) {
    return above ? value > limit : value < limit;
  }
}
