package io.zeroflow.server.cli;

import io.zeroflow.bench.toy.Trajectories;
import io.zeroflow.bench.toy.Trajectory;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws strategies on the paper's two-dimensional problem. */
@Command(
    name = "trajectories",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The ways of strategies over the ZeroFlow paper's problem of two parameters and two tasks, as"
          + " pictures and as a table of where they end."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow bench trajectories --out toy",
      "  zeroflow bench trajectories --out toy --start=-4,5 --steps 100000",
      "  zeroflow bench trajectories --out toy --strategies \"zo-sgd(lr=0.1); zo-adam\""
    })
final class BenchTrajectoriesCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "Folder for the pictures (all, each one, loss) as SVG and PNG, the table as MD and CSV.")
  private Path out = Path.of("");

  @Option(
      names = "--strategies",
      paramLabel = "LINES",
      description =
          "Strategy lines, separated by semicolons (default: the paper's and ours). One that ends in"
              + " 'each task' measures the tasks apart and adds what it finds.")
  private String strategies = "";

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "30000",
      description = "Steps of each (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all directions (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--start",
      paramLabel = "X,Y",
      split = ",",
      description = "Where they start (default: -8.5,-5, the paper's).")
  private double[] start = Trajectories.START;

  @Option(names = "--json", description = "Print the end points as JSON.")
  private boolean json;

  private boolean headed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (steps < 1) {
      throw new SettingsException("--steps is %d; give at least 1".formatted(steps));
    }
    if (start.length != 2) {
      throw new SettingsException(
          "--start has %d numbers; write it as --start=-8.5,-5".formatted(start.length));
    }
    List<String> lines =
        strategies.isBlank()
            ? Trajectories.STRATEGIES
            : Arrays.stream(strategies.split(";")).map(String::strip).toList();
    PrintWriter text = spec.commandLine().getOut();
    List<Trajectory> trajectories =
        Trajectories.run(lines, start, steps, seed, out, done -> progress(text, done));
    if (json) {
      text.println(Json.write(trajectories.stream().map(BenchTrajectoriesCommand::row).toList()));
    } else {
      text.printf("pictures and tables are in %s%n", out);
    }
    text.flush();
    return 0;
  }

  /** Each row as it comes, where it will stand in the table or as a word to who waits. */
  private void progress(PrintWriter text, Trajectory done) {
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      err.printf("done: %s%n", done.name());
      err.flush();
    } else {
      text.print((headed ? "" : Trajectories.HEAD) + Trajectories.row(done));
      text.flush();
      headed = true;
    }
  }

  private static Map<String, Object> row(Trajectory trajectory) {
    return Map.of(
        "strategy",
        trajectory.name(),
        "end",
        new double[] {trajectory.endX(), trajectory.endY()},
        "arrivedStep",
        trajectory.arrived());
  }
}
