package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Effect;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.BanditSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among strategies by what they came to: the change of accuracy less prices on the change
 * of forgetting and on forward passes, an evaluation. Discounted UCB (Garivier and Moulines,
 * arXiv:0805.3415): old rewards fade, since what is best changes in the course of a task, and what
 * has not been tried for long is tried again. As it learns from the journal's effects alone, a
 * restart forgets nothing.
 */
final class Bandit implements Policy {

  private final BanditSettings settings;
  private final Map<Strategy, Arm> arms = new LinkedHashMap<>();
  private boolean due = true;

  private static final class Arm {
    double weight;
    double sum;

    double mean() {
      return sum / weight;
    }
  }

  Bandit(BanditSettings settings) {
    this.settings = settings;
    settings.strategies().forEach(strategy -> arms.put(strategy, new Arm()));
  }

  @Override
  public String name() {
    return "bandit";
  }

  @Override
  public String explain() {
    return String.format(
        Locale.ROOT,
        "choose among %s by accuracy − %.3g × forgetting − %.3g × 1000 forward passes, exploring %.3g, remembering %.3g",
        settings.strategies().stream().map(Strategy::brief).collect(Collectors.joining(", ")),
        settings.forgettingPrice(),
        settings.forwardsPrice(),
        settings.exploration(),
        settings.memory());
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public void measured(Strategy strategy, Effect effect) {
    Arm arm = arms.get(strategy);
    if (arm == null || effect.evaluations() == 0) {
      return;
    }
    for (Arm each : arms.values()) {
      each.weight *= settings.memory();
      each.sum *= settings.memory();
    }
    double reward =
        effect.accuracy()
            - settings.forgettingPrice() * effect.forgettingOrNone()
            - settings.forwardsPrice() * effect.forwards() / 1000;
    arm.weight++;
    arm.sum += reward / effect.evaluations();
    due = true;
  }

  @Override
  public @Nullable Order judge(Observation seen, Strategy current) {
    if (!due || seen.task() == null) {
      return null;
    }
    due = false;
    double total = arms.values().stream().mapToDouble(arm -> arm.weight).sum();
    Strategy best = current;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Strategy, Arm> entry : arms.entrySet()) {
      double index = index(entry.getValue(), total);
      if (index > most) {
        most = index;
        best = entry.getKey();
      }
    }
    return best.equals(current)
        ? null
        : new Order.Swap(best, false, new Reason(name(), evidence(), "the most, or something new"));
  }

  private double index(Arm arm, double total) {
    return arm.weight < 1e-3
        ? Double.MAX_VALUE
        : arm.mean()
            + settings.exploration() * Math.sqrt(Math.log(Math.max(total, 1)) / arm.weight);
  }

  private String evidence() {
    return arms.entrySet().stream()
        .map(
            entry ->
                entry.getValue().weight < 1e-3
                    ? "%s untried".formatted(entry.getKey().brief())
                    : String.format(
                        Locale.ROOT,
                        "%s %+.4f an evaluation",
                        entry.getKey().brief(),
                        entry.getValue().mean()))
        .collect(Collectors.joining(", "));
  }
}
