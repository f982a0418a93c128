package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.RuleSettings;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Swaps by the first of its rules that is due. */
final class Rules implements Policy {

  private final List<Rule> rules;

  Rules(List<RuleSettings> rules) {
    this.rules = rules.stream().map(Rule::new).toList();
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String explain() {
    return rules.isEmpty()
        ? "no rules are configured"
        : rules.stream().map(Rule::toString).collect(Collectors.joining("; "));
  }

  @Override
  public @Nullable Order judge(Observation seen, Strategy current) {
    Order order = null;
    for (Rule rule : rules) { // every rule counts, whether or not an earlier one is due
      String evidence = rule.evaluate(seen);
      if (order == null && evidence != null && !rule.settings().swapTo().equals(current)) {
        order =
            new Order.Swap(
                rule.settings().swapTo(),
                true,
                new Reason(rule.settings().name(), evidence, rule.expected()));
      }
    }
    return order;
  }

  @Override
  public void swapped(Reason reason) {
    rules.forEach(rule -> rule.swapped(reason.cause()));
  }

  @Override
  public void taskStarted() {
    rules.forEach(Rule::taskStarted);
  }
}
