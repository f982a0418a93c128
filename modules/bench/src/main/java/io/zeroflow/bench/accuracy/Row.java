package io.zeroflow.bench.accuracy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry over all seeds. Accuracies are ratios; see {@link Run} for what is what.
 *
 * @param method the continual-learning method
 * @param title the strategy, for people
 * @param key method and whole strategy line
 * @param seeds how many
 * @param published what the paper reports of method and strategy, if it does
 * @param accuracies after each task
 * @param forgettings after each task but the first
 */
public record Row(
    String method,
    String title,
    String key,
    int seeds,
    Spread average,
    Spread last,
    Spread forgetting,
    Spread newTask,
    Spread within,
    List<Spread> accuracies,
    List<Spread> forgettings,
    Spread forwards,
    Spread steps,
    Spread rejected,
    Spread seconds,
    Published.@Nullable Figures published) {

  static Row of(Entry entry, List<Run> runs, Published published) {
    return new Row(
        entry.method().toString(),
        entry.title(),
        entry.key(),
        runs.size(),
        Spread.of(runs, Run::average),
        Spread.of(runs, Run::last),
        Spread.of(runs, Run::forgetting),
        Spread.of(runs, Run::newTask),
        Spread.of(runs, Run::within),
        Spread.ofEach(runs, Run::accuracies),
        Spread.ofEach(runs, Run::forgettings),
        Spread.of(runs, Run::forwards),
        Spread.of(runs, Run::steps),
        Spread.of(runs, Run::rejected),
        Spread.of(runs, Run::seconds),
        published.find(entry.method().toString(), entry.title()));
  }
}
