package io.zeroflow.runtime.settings;

import java.time.Duration;
import java.util.List;

/**
 * When the supervisor changes by itself how the model learns.
 *
 * @param policy name of the one that decides until an operator chooses another
 * @param cooldown no further swap or trial by a policy for so long after any swap
 * @param maxSwaps most swaps in a task, an operator's included, after which a policy makes no more
 * @param effectEvaluations measurements over which the effect of a decision is taken
 */
public record SupervisorSettings(
    String policy,
    Duration cooldown,
    int maxSwaps,
    int effectEvaluations,
    ProbationSettings probation,
    List<RuleSettings> rules,
    CanarySettings canary,
    BanditSettings bandit) {

  public SupervisorSettings {
    rules = List.copyOf(rules);
  }

  private enum Policy {
    MANUAL,
    RULES,
    CANARY,
    BANDIT
  }

  static SupervisorSettings from(Section section) {
    return new SupervisorSettings(
        Section.kebab(section.choice("policy", Policy.class)),
        section.duration("cooldown"),
        section.whole("max-swaps", 0, 1_000_000),
        section.whole("effect-evaluations", 1, 10_000),
        ProbationSettings.from(section.section("probation")),
        section.sections("rules").stream().map(RuleSettings::from).toList(),
        CanarySettings.from(section.section("canary")),
        BanditSettings.from(section.section("bandit")));
  }
}
