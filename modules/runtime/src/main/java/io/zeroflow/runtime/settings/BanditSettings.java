package io.zeroflow.runtime.settings;

import io.zeroflow.optim.strategy.Strategy;
import java.util.List;

/**
 * How strategies are chosen by what they came to.
 *
 * @param strategies to choose from
 * @param forgettingPrice accuracy that a unit of forgetting is worth
 * @param forwardsPrice accuracy that 1000 forward passes are worth
 * @param exploration how much a strategy's being little known counts, in accuracy an evaluation
 * @param memory what a reward still counts for after the next
 */
public record BanditSettings(
    List<Strategy> strategies,
    double forgettingPrice,
    double forwardsPrice,
    double exploration,
    double memory) {

  public BanditSettings {
    strategies = List.copyOf(strategies);
  }

  static BanditSettings from(Section section) {
    return new BanditSettings(
        Settings.strategies(section, "strategies"),
        section.notNegative("forgetting-price", 100),
        section.notNegative("forwards-price", 100),
        section.notNegative("exploration", 100),
        section.real("memory", 0, 1));
  }
}
