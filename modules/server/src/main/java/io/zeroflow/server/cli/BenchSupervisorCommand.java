package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.AccuracyOptions;
import io.zeroflow.bench.accuracy.Protocol;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a supervisor is worth it. */
@Command(
    name = "supervisor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Every policy of the supervisor beside each of its strategies alone, a random switcher and the"
          + " frozen control, with the same number of forward passes. Policies and strategies are"
          + " those of the configuration (zeroflow.supervisor). A tenth of the training samples is"
          + " the supervisor's to measure on. Without Kafka."
    },
    footer = {"", "Example:", "  zeroflow bench supervisor --out supervisor --seeds 5"})
final class BenchSupervisorCommand extends TableCommand {

  private static final List<String> POLICIES = List.of("random", "rules", "canary", "bandit");

  @Option(
      names = "--every",
      paramLabel = "STEPS",
      defaultValue = "20",
      description = "Steps between two measurements (default: ${DEFAULT-VALUE}).")
  private int every;

  BenchSupervisorCommand() {
    super("fine-tune");
  }

  @Override
  List<Strategy> strategies(Protocol protocol, Settings settings) {
    SupervisorSettings supervisor = settings.supervisor();
    Set<Strategy> strategies = new LinkedHashSet<>();
    strategies.add(settings.strategy());
    supervisor.rules().forEach(rule -> strategies.add(rule.swapTo()));
    strategies.addAll(supervisor.canary().candidates());
    strategies.addAll(supervisor.bandit().strategies());
    strategies.removeIf(strategy -> strategy.name().equals("hold")); // a row of every table
    return List.copyOf(strategies);
  }

  @Override
  AccuracyOptions.Supervised supervised(Settings settings) {
    SupervisorSettings all = settings.supervisor();
    // No time passes between two steps of a benchmark.
    SupervisorSettings timeless =
        new SupervisorSettings(
            all.policy(),
            Duration.ZERO,
            all.maxSwaps(),
            all.effectEvaluations(),
            all.probation(),
            all.rules(),
            all.canary(),
            all.bandit());
    return new AccuracyOptions.Supervised(POLICIES, settings.strategy(), timeless, every);
  }
}
