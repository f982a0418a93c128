package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.Protocol;
import io.zeroflow.bench.accuracy.Study;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.Settings;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares continual-learning methods and strategies: the paper's main table. */
@Command(
    name = "accuracy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Methods times strategies on the same streams, each with the same number of forward passes,"
          + " over several seeds, beside the frozen control. The network is that of the"
          + " configuration. Without Kafka."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow bench accuracy --out table --tune avg",
      "  zeroflow bench accuracy --out few --strategies \"zo-sgd(lr=1e-4); zo-adam\" --seeds 5",
      "  zeroflow bench accuracy --out ease --methods ease,aper,analytic --strategies zo-sgd \\",
      "      --data clinc150:data_full.json --tasks 10 --classes 150"
    })
final class BenchAccuracyCommand extends TableCommand {

  @Option(
      names = "--strategies",
      paramLabel = "LINES",
      description =
          "Strategy lines, separated by semicolons (default: all kinds and enhancements).")
  private String strategies = "";

  BenchAccuracyCommand() {
    super("fine-tune");
  }

  @Override
  List<Strategy> strategies(Protocol protocol, Settings settings) {
    return strategies.isBlank()
        ? Study.STRATEGIES.strategies(protocol)
        : Arrays.stream(strategies.split(";"))
            .filter(line -> !line.isBlank())
            .map(Strategy::parse)
            .toList();
  }
}
