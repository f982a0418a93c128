package io.zeroflow.server.cli;

import io.zeroflow.load.CleanStop;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.server.demo.Demo;
import io.zeroflow.server.demo.DemoOptions;
import io.zeroflow.server.demo.Scenario;
import io.zeroflow.server.http.Json;
import io.zeroflow.server.http.Report;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    })
public final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = Scenario.DEFAULT,
      description = "What to show (default: ${DEFAULT-VALUE}); see below.")
  private String scenario = "";

  @Option(
      names = "--data",
      paramLabel = "NAME[:PATH]",
      description = "Data set instead of the scenario's, such as clinc150:FILE.")
  private @Nullable String data;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = "Continual-learning method instead of the scenario's, such as ease.")
  private @Nullable String method;

  @Option(
      names = "--strategy",
      paramLabel = "LINE",
      description = "Strategy to start with instead of the scenario's.")
  private @Nullable String strategy;

  @Option(names = "--tasks", paramLabel = "N", description = "Tasks in the stream.")
  private @Nullable Integer tasks;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Classes in all, spread evenly over the tasks.")
  private @Nullable Integer classes;

  @Option(
      names = "--train-per-class",
      paramLabel = "N",
      description = "Samples to learn from in a class.")
  private @Nullable Integer trainPerClass;

  @Option(
      names = "--test-per-class",
      paramLabel = "N",
      description = "Held-out samples in a class.")
  private @Nullable Integer testPerClass;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over a task's samples.")
  private @Nullable Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of classes, samples and their order (default: ${DEFAULT-VALUE}).")
  private long seed;

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

  @Option(
      names = "--json",
      description = "Print what it came to as JSON; all words go to the standard error.")
  private boolean json;

  private CommandSpec spec = CommandSpec.create();

  /** The scenarios are explained by themselves. */
  @Spec
  void spec(CommandSpec injected) {
    spec = injected;
    List<String> footer = new ArrayList<>(List.of("", "Scenarios:"));
    for (Scenario each : Scenario.all()) {
      footer.add("  %-12s %s".formatted(each.name(), each.about()));
    }
    footer.addAll(
        List.of(
            "",
            "Examples:",
            "  zeroflow demo --keep-running",
            "  zeroflow demo --scenario replay --strategy \"zo-adam(lr=1e-4)\"",
            "  zeroflow demo --data clinc150:data_full.json --classes 150 --tasks 10"));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  @Override
  public Integer call() {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    DemoOptions options =
        new DemoOptions(Scenario.named(scenario), changes(), seed, port, keepRunning);
    try (CleanStop clean = CleanStop.on(() -> stop.complete(null))) {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter words = json ? spec.commandLine().getErr() : out;
      return new Demo(options, words, (status, board) -> answer(out, status, board), stop).run();
    }
  }

  private void answer(PrintWriter out, LearnerStatus status, Board board) {
    if (json) {
      out.println(Json.write(Report.of(status, board)));
      out.flush();
    }
  }

  /** What was asked for, by the path that it has in a scenario. */
  private Map<String, Object> changes() {
    Map<String, Object> changes = new HashMap<>();
    put(changes, "stream.data", data);
    put(changes, "stream.tasks", tasks);
    put(changes, "stream.classes", classes);
    put(changes, "stream.train-per-class", trainPerClass);
    put(changes, "stream.test-per-class", testPerClass);
    put(changes, "stream.epochs", epochs);
    put(changes, "zeroflow.model.method", method);
    put(changes, "zeroflow.strategy", strategy);
    put(changes, "zeroflow.supervisor.policy", noSupervisor ? "manual" : null);
    return changes;
  }

  private static void put(Map<String, Object> changes, String path, @Nullable Object value) {
    if (value != null) {
      changes.put(path, value);
    }
  }
}
