package io.zeroflow.server.cli;

import io.zeroflow.load.CleanStop;
import io.zeroflow.server.demo.Demo;
import io.zeroflow.server.demo.DemoOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole system on this machine. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The whole system on this machine in about three minutes: an embedded Kafka, a stream of tasks"
          + " made of real data, a forward-only learner, evaluators, a supervisor that swaps the"
          + " strategy when tasks are forgotten, and a web page to watch it all."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow demo --keep-running",
      "  zeroflow demo --data clinc150:data_full.json --classes 150 --tasks 10",
      "  zeroflow demo --strategy \"zo-adam(lr=1e-4)\""
    })
public final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "NAME[:PATH]",
      defaultValue = "wordnet",
      description = "Text data set: wordnet or clinc150:FILE (default: ${DEFAULT-VALUE}).")
  private String data = "";

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "5",
      description = "Tasks in the stream (default: ${DEFAULT-VALUE}).")
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
      defaultValue = "80",
      description = "Samples to learn from in a class (default: ${DEFAULT-VALUE}).")
  private int trainPerClass;

  @Option(
      names = "--test-per-class",
      paramLabel = "N",
      defaultValue = "20",
      description = "Held-out samples in a class (default: ${DEFAULT-VALUE}).")
  private int testPerClass;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "" + DemoOptions.EPOCHS,
      description = "Passes over a task's samples (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of classes, samples and their order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--strategy",
      paramLabel = "LINE",
      description = "Strategy to start with (default: the one in config/embedded.conf).")
  private @Nullable String strategy;

  @Option(
      names = "--no-supervisor",
      description = "Leave the strategy alone, whatever is forgotten.")
  private boolean noSupervisor;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "HTTP port; a free one if it is taken (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--keep-running", description = "Stay up after the summary, until Ctrl-C.")
  private boolean keepRunning;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    DemoOptions options =
        new DemoOptions(
            data,
            tasks,
            classes,
            trainPerClass,
            testPerClass,
            epochs,
            seed,
            strategy,
            !noSupervisor,
            port,
            keepRunning);
    try (CleanStop clean = CleanStop.on(() -> stop.complete(null))) {
      return new Demo(options, spec.commandLine().getOut(), stop).run();
    }
  }
}
