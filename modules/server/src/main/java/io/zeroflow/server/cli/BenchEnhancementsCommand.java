package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.Protocol;
import io.zeroflow.bench.accuracy.Published;
import io.zeroflow.bench.accuracy.Study;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.Settings;
import java.util.List;
import picocli.CommandLine.Command;

/** The paper's tables of enhancements. */
@Command(
    name = "enhancements",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The ZeroFlow paper's three enhancements at all their settings, and the three together:"
          + " historical, sparse and hybrid steps. The paper's figures, on ImageNet-A, stand"
          + " beside. Without Kafka."
    },
    footer = {
      "",
      "Example:",
      "  zeroflow bench enhancements --out enhancements --tasks 10 --classes 100 --budget 20000"
    })
final class BenchEnhancementsCommand extends TableCommand {

  BenchEnhancementsCommand() {
    super("ease");
  }

  @Override
  List<Strategy> strategies(Protocol protocol, Settings settings) {
    return Study.ENHANCEMENTS.strategies(protocol);
  }

  @Override
  Published published(Protocol protocol) {
    return Published.on(Published.IMAGENET_A);
  }
}
