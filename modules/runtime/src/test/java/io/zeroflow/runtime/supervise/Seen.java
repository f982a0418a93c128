package io.zeroflow.runtime.supervise;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.BanditSettings;
import io.zeroflow.runtime.settings.CanarySettings;
import io.zeroflow.runtime.settings.ProbationSettings;
import io.zeroflow.runtime.settings.RuleSettings;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measurements and settings for tests. */
final class Seen {

  static final Strategy A = Strategy.parse("zo-sgd(lr=0.1)");
  static final Strategy B = Strategy.parse("zo-sgd(lr=0.001)");
  static final Strategy D = Strategy.parse("zo-sgd(lr=0.5)");
  static final Strategy C = Strategy.parse("zo-adam");

  private Seen() {}

  static Observation at(long step, double accuracy, double forgetting) {
    return at(step, accuracy, forgetting, null);
  }

  /** In the task {@code t}, with as many forward passes as twice the step. */
  static Observation at(
      long step, double accuracy, double forgetting, Observation.@Nullable Future fork) {
    return new Observation(
        step,
        step,
        "t",
        Set.of("earlier", "t"),
        new Observation.Future(accuracy, forgetting),
        Map.of("earlier", forgetting),
        fork,
        StepWindow.Summary.NONE,
        2 * step);
  }

  /** Measured on those tasks. */
  static Observation of(
      long step, Set<String> measured, double accuracy, @Nullable Double forgetting) {
    return new Observation(
        step,
        step,
        "t",
        measured,
        new Observation.Future(accuracy, forgetting),
        forgetting == null ? Map.of() : Map.of("earlier", forgetting),
        null,
        StepWindow.Summary.NONE,
        2 * step);
  }

  /** There was nothing to measure the model on. */
  static Observation nothing(long step) {
    return new Observation(
        step, step, "t", Set.of(), null, Map.of(), null, StepWindow.Summary.NONE, 2 * step);
  }

  static Observation losing(long step, double loss) {
    return new Observation(
        step,
        step,
        "t",
        Set.of("t"),
        new Observation.Future(0.5, null),
        Map.of(),
        null,
        new StepWindow.Summary(10, 0, loss, 0.1, false),
        2 * step);
  }

  static RuleSettings rule(String name, double above, double until, int evaluations, Strategy to) {
    return new RuleSettings(
        name, RuleSettings.Signal.FORGETTING, true, above, evaluations, until, to);
  }

  static CanarySettings canary(boolean shadow) {
    return new CanarySettings(List.of(A, B), 100, 2, 0.05, 0.5, shadow);
  }

  static BanditSettings bandit(double exploration) {
    return new BanditSettings(List.of(A, B), 0.5, 0.1, exploration, 0.9);
  }

  static SupervisorSettings settings(String policy, RuleSettings... rules) {
    return new SupervisorSettings(
        policy,
        Duration.ofSeconds(10),
        3,
        3,
        new ProbationSettings(4, 2, 0.05),
        List.of(rules),
        canary(false),
        bandit(0));
  }
}
