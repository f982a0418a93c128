package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.Protocol;
import io.zeroflow.bench.accuracy.QueriesFigure;
import io.zeroflow.bench.accuracy.Study;
import io.zeroflow.bench.accuracy.Table;
import io.zeroflow.bench.plot.Picture;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/** How many directions a step should take. */
@Command(
    name = "queries",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "One to 32 directions a step at the same number of forward passes: many rough steps against"
          + " few good ones. Without Kafka."
    },
    footer = {"", "Example:", "  zeroflow bench queries --out queries --methods ease --tune avg"})
final class BenchQueriesCommand extends TableCommand {

  BenchQueriesCommand() {
    super("ease");
  }

  @Override
  List<Strategy> strategies(Protocol protocol, Settings settings) {
    return Study.QUERIES.strategies(protocol);
  }

  @Override
  void write(Table table, Path folder) throws IOException {
    Picture.write(QueriesFigure.of(table), folder, "queries");
  }
}
