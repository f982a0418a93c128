package io.zeroflow.runtime;

import io.zeroflow.model.Network;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.settings.SupervisorSettings;

/** Whether a strategy can train a network; asked up front, since a step that cannot be ends all. */
final class Fit {

  private Fit() {}

  /**
   * Lets a strategy pass that can train the network.
   *
   * @throws StrategyException naming both and the remedy if it cannot
   */
  static void check(Strategy strategy, Network network) {
    if (strategy.needsGradients() && !network.differentiable()) {
      throw new StrategyException(
          "%s needs gradients, and the network %s gives losses only; choose a strategy that only measures losses, such as zo-sgd"
              .formatted(strategy.brief(), network.name()));
    }
  }

  /**
   * Lets settings pass whose strategies can all train the network.
   *
   * @throws SettingsException naming the key of one that cannot
   */
  static void check(Settings settings, Network network) {
    check("zeroflow.strategy", settings.strategy(), network);
    // Of every policy: an operator may choose another while learning.
    SupervisorSettings supervisor = settings.supervisor();
    supervisor
        .rules()
        .forEach(
            rule ->
                check(
                    "zeroflow.supervisor.rules, swap-to of " + rule.name(),
                    rule.swapTo(),
                    network));
    supervisor
        .canary()
        .candidates()
        .forEach(strategy -> check("zeroflow.supervisor.canary.candidates", strategy, network));
    supervisor
        .bandit()
        .strategies()
        .forEach(strategy -> check("zeroflow.supervisor.bandit.strategies", strategy, network));
  }

  private static void check(String key, Strategy strategy, Network network) {
    try {
      check(strategy, network);
    } catch (StrategyException e) {
      throw new SettingsException(key + ": " + e.getMessage());
    }
  }
}
