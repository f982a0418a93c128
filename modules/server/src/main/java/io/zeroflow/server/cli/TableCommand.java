package io.zeroflow.server.cli;

import io.zeroflow.bench.accuracy.AccuracyBench;
import io.zeroflow.bench.accuracy.AccuracyOptions;
import io.zeroflow.bench.accuracy.Goal;
import io.zeroflow.bench.accuracy.Protocol;
import io.zeroflow.bench.accuracy.Published;
import io.zeroflow.bench.accuracy.Table;
import io.zeroflow.bench.accuracy.TableText;
import io.zeroflow.model.Network;
import io.zeroflow.model.engine.EngineStoppedException;
import io.zeroflow.model.method.Methods;
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
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a table of methods times strategies; what is compared is up to the command. */
abstract class TableCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the table (MD, CSV), the runs (CSV) and the pictures (SVG, PNG).")
  private Path out = Path.of("");

  @Option(
      names = "--methods",
      paramLabel = "NAMES",
      split = ",",
      description =
          "Continual-learning methods, separated by commas: fine-tune, simple-cil, analytic, ease, aper, ranpac, replay, memo, l2, ewc, si, lwf (default: ${DEFAULT-VALUE}).")
  private String[] methods;

  @Option(
      names = "--data",
      paramLabel = "SET",
      defaultValue = "wordnet",
      description =
          "Data set: wordnet, which is shipped, or kind:path (default: ${DEFAULT-VALUE}).")
  private String data = "";

  @Option(
      names = "--tune",
      paramLabel = "GOAL",
      arity = "0..1",
      fallbackValue = "avg",
      description =
          "Choose learning rates on a seed of its own, by avg (Avg; so too without GOAL) or new-task (accuracy on a task right after it). Without it they are taken as given.")
  private @Nullable String tune;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Seeds of the table (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--budget",
      paramLabel = "FORWARDS",
      defaultValue = "5000",
      description = "Forward passes of a run, over all its tasks (default: ${DEFAULT-VALUE}).")
  private long budget;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "5",
      description = "Tasks in a stream (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "50",
      description = "Classes in all, spread evenly over the tasks (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--train-per-class",
      paramLabel = "N",
      defaultValue = "100",
      description = "Samples to learn from in a class (default: ${DEFAULT-VALUE}).")
  private int trainPerClass;

  @Option(
      names = "--test-per-class",
      paramLabel = "N",
      defaultValue = "40",
      description = "Held-out samples in a class (default: ${DEFAULT-VALUE}).")
  private int testPerClass;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Samples of a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--resume", description = "Go on in a folder, without what is finished there.")
  private boolean resume;

  @Option(names = "--json", description = "Print the table as JSON, not as Markdown.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * A command.
   *
   * @param methods compared when the user names none
   */
  TableCommand(String... methods) {
    this.methods = methods.clone();
  }

  /** What is compared with one another. */
  abstract List<Strategy> strategies(Protocol protocol, Settings settings);

  /** Policies that are compared with them. */
  AccuracyOptions.@Nullable Supervised supervised(Settings settings) {
    return null;
  }

  /** Which of the paper's figures stand beside the measured ones. */
  Published published(Protocol protocol) {
    return Published.on(protocol.data());
  }

  /** Writes what the command has beside the table. */
  void write(Table table, Path folder) throws IOException {}

  @Override
  public final Integer call() throws IOException {
    Settings settings = Settings.from(config.load());
    ModelSettings model = settings.model();
    Protocol protocol =
        new Protocol(
            data,
            tasks,
            classes,
            trainPerClass,
            testPerClass,
            batch,
            model.methodOptions(),
            budget);
    AccuracyOptions options =
        new AccuracyOptions(
            protocol,
            methods(),
            strategies(protocol, settings),
            supervised(settings),
            seeds,
            goal(),
            resume,
            published(protocol),
            out);
    PrintWriter printer = spec.commandLine().getOut();
    Table table;
    try (Network network = Models.network(model);
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr())) {
      table = AccuracyBench.run(network, options, progress);
    } catch (EngineStoppedException e) {
      throw new CommandException(
          "stopped; finished runs are in %s: go on with --resume".formatted(out));
    }
    write(table, out);
    if (json) {
      printer.println(Json.write(table));
    } else {
      printer.print(TableText.markdown(table));
      printer.printf(Locale.ROOT, "%nMade in %,.0f s; see %s.%n", table.seconds(), out);
    }
    printer.flush();
    return 0;
  }

  private List<Methods> methods() {
    try {
      return Arrays.stream(methods).map(Methods::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--methods: " + e.getMessage());
    }
  }

  private @Nullable Goal goal() {
    if (tune == null) {
      return null;
    }
    return switch (tune) {
      case "avg" -> Goal.AVERAGE;
      case "new-task" -> Goal.NEW_TASK;
      default ->
          throw new SettingsException(
              "--tune %s is not known; choose avg or new-task".formatted(tune));
    };
  }
}
