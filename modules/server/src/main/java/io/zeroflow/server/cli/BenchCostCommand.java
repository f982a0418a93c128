package io.zeroflow.server.cli;

import io.zeroflow.bench.cost.CostBench;
import io.zeroflow.bench.cost.CostLog;
import io.zeroflow.bench.cost.CostReport;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.EngineStoppedException;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.Models;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the paper's cost table. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Time and peak memory of a step, strategy by strategy, on the network of the configuration,"
          + " beside backprop and the ZeroFlow paper's figures. Linux only."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow bench cost --out cost --batch 8,32,128",
      "  ZEROFLOW_JAVA_OPTS=-Xmx4g zeroflow bench cost --config vit.conf --out vit --batch 8"
    })
final class BenchCostCommand implements Callable<Integer> {

  /** The paper's, and two more numbers of forward passes for the law of time. */
  private static final String STRATEGIES =
      "zo-sgd; zo-sgd(sides=one); zo-sgd(q=2); zo-sgd(q=4); zo-sgd-sign; zo-sgd-conserve;"
          + " forward-grad; fo-sgd";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the table (MD, CSV) and the picture of memory (SVG, PNG).")
  private Path out = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "8,32,128",
      description = "Samples of a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--strategies",
      paramLabel = "LINES",
      defaultValue = STRATEGIES,
      description = "Strategy lines, separated by semicolons (default: ${DEFAULT-VALUE}).")
  private String strategies = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Timed rounds of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--resume",
      description = "Go on in a folder, without the batch sizes that are finished there.")
  private boolean resume;

  @Option(names = "--json", description = "Print the rows as JSON, not as Markdown.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || batches.isEmpty() || batches.stream().anyMatch(samples -> samples < 1)) {
      throw new SettingsException("--batch and --rounds must be 1 or more");
    }
    List<Strategy> lines = Arrays.stream(strategies.split(";")).map(Strategy::parse).toList();
    ModelSettings model = Settings.from(config.load()).model();
    try (Network network = Models.network(model);
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr())) {
      CostBench bench = new CostBench(network, lines, rounds, model.threads());
      String setting =
          "%s on %s, %d engine thread(s), median of %d rounds."
              .formatted(network.name(), network.device(), model.threads(), rounds);
      CostLog log = CostLog.open(out.resolve("cost.csv"), setting, bench.names(), resume);
      List<Integer> missing = batches.stream().filter(size -> !log.holds(size)).toList();
      progress.begin("measuring", "steps", (long) missing.size() * bench.names().size());
      try {
        for (int size : missing) {
          log.append(bench.measure(size, row -> progress.step(1)));
        }
      } catch (EngineStoppedException e) {
        if (!log.rows().isEmpty()) {
          report(log, setting);
        }
        throw new CommandException(
            "stopped; batch sizes that are finished are in %s: go on with --resume".formatted(out));
      }
      progress.close();
      report(log, setting);
    }
    return 0;
  }

  private void report(CostLog log, String setting) throws IOException {
    CostReport report = new CostReport(log.rows());
    report.write(out, setting);
    PrintWriter text = spec.commandLine().getOut();
    text.println(json ? Json.write(log.rows()) : report.markdown(setting));
    text.flush();
  }
}
