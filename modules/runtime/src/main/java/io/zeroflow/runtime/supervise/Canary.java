package io.zeroflow.runtime.supervise;

import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.CanarySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries the next of its candidates on a fork: the same batches and directions, measured on the same
 * held-out samples as the model. One that is worth more takes the model's place.
 */
final class Canary implements Policy {

  private final CanarySettings settings;
  private final List<Double> gains = new ArrayList<>();
  private int next;
  private long notBefore = -1;

  Canary(CanarySettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public String explain() {
    return String.format(
        Locale.ROOT,
        "every %d steps of a task try one of %s on a fork; after %d evaluations %s if accuracy − %.3g × forgetting is better by more than %.3g",
        settings.every(),
        settings.candidates().stream().map(Strategy::brief).collect(Collectors.joining(", ")),
        settings.evaluations(),
        settings.shadow() ? "say that it would be adopted" : "adopt it",
        settings.forgettingPrice(),
        settings.margin());
  }

  @Override
  public @Nullable Order judge(Observation seen, Strategy current) {
    Observation.Future own = seen.own();
    if (seen.task() == null || own == null) {
      return null;
    }
    Observation.Future fork = seen.fork();
    if (fork == null) {
      gains.clear();
      notBefore = notBefore < 0 ? seen.step() + settings.every() : notBefore;
      return seen.step() >= notBefore ? attempt(current) : null;
    }
    gains.add(fork.worth(settings.forgettingPrice()) - own.worth(settings.forgettingPrice()));
    return gains.size() < settings.evaluations() ? null : verdict(seen);
  }

  private @Nullable Order attempt(Strategy current) {
    for (int i = 0; i < settings.candidates().size(); i++) {
      Strategy candidate = settings.candidates().get(next++ % settings.candidates().size());
      if (!candidate.equals(current)) {
        return new Order.Try(
            candidate,
            new Reason(
                name(),
                "its turn",
                String.format(Locale.ROOT, "worth more by %.3g", settings.margin())));
      }
    }
    return null;
  }

  private Order verdict(Observation seen) {
    double mean = gains.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    boolean better = mean > settings.margin();
    String evidence =
        String.format(
            Locale.ROOT,
            "worth %+.4f beside the model, mean of %d evaluations, the last at step %d%s",
            mean,
            gains.size(),
            seen.step(),
            better && settings.shadow() ? "; in shadow mode it is not adopted" : "");
    gains.clear();
    notBefore = seen.step() + settings.every();
    Reason reason = new Reason(name(), evidence, "");
    return better && !settings.shadow() ? new Order.Adopt(reason) : new Order.Drop(reason);
  }

  @Override
  public void taskStarted() {
    gains.clear();
    notBefore = -1;
  }
}
