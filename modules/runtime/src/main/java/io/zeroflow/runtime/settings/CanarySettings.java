package io.zeroflow.runtime.settings;

import io.zeroflow.optim.strategy.Strategy;
import java.util.List;

/**
 * How candidates are tried beside the model.
 *
 * @param candidates strategies, tried in turn
 * @param every steps of a task between two trials
 * @param evaluations that a trial lasts
 * @param margin by which a candidate must be worth more
 * @param forgettingPrice accuracy that a unit of forgetting is worth
 * @param shadow only say what would be done
 */
public record CanarySettings(
    List<Strategy> candidates,
    int every,
    int evaluations,
    double margin,
    double forgettingPrice,
    boolean shadow) {

  public CanarySettings {
    candidates = List.copyOf(candidates);
  }

  static CanarySettings from(Section section) {
    return new CanarySettings(
        Settings.strategies(section, "candidates"),
        section.whole("every", 1, Integer.MAX_VALUE),
        section.whole("evaluations", 1, 10_000),
        section.notNegative("margin", 1),
        section.notNegative("forgetting-price", 100),
        section.flag("shadow"));
  }
}
