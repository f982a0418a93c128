package io.zeroflow.runtime.settings;

import io.zeroflow.optim.strategy.Strategy;
import java.time.Duration;

/** When the supervisor swaps the strategy by itself. */
public record SupervisorSettings(
    Policy policy, double forgettingAbove, int evaluations, Strategy switchTo, Duration cooldown) {

  /** Policies that can be named. */
  public enum Policy {
    FORGETTING,
    MANUAL
  }

  static SupervisorSettings from(Section section) {
    return new SupervisorSettings(
        section.choice("policy", Policy.class),
        section.real("forgetting-above", 0, 1),
        section.whole("evaluations", 1, 10_000),
        Settings.strategy(section, "switch-to"),
        section.duration("cooldown"));
  }
}
