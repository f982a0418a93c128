package io.zeroflow.server.cli;

import io.zeroflow.bench.StepCost;
import io.zeroflow.bench.SystemCost;
import io.zeroflow.bench.Timing;
import io.zeroflow.broker.TemporaryDirectory;
import io.zeroflow.load.CleanStop;
import io.zeroflow.load.FeedException;
import io.zeroflow.model.minilm.MiniLmConfig;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure what things cost on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchAccuracyCommand.class,
      BenchSupervisorCommand.class,
      BenchCostCommand.class,
      BenchEnhancementsCommand.class,
      BenchQueriesCommand.class,
      BenchForwardCommand.class,
      BenchShareCommand.class,
      BenchTrajectoriesCommand.class
    })
public final class BenchCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "step",
      mixinStandardHelpOptions = true,
      description = "What a step costs beside its two forward passes, alone and in the system.")
  int step(
      @Mixin ConfigOption config,
      @Option(names = "--batch", defaultValue = "32", description = "Samples of a step.") int batch,
      @Option(names = "--epochs", defaultValue = "400", description = "Passes in the system.")
          int epochs,
      @Option(names = "--json", description = "Print JSON, not Markdown.") boolean json)
      throws IOException, FeedException, InterruptedException {
    if (batch < 1 || epochs < 1) {
      throw new SettingsException("--batch and --epochs must be 1 or more");
    }
    ModelSettings model = Settings.from(config.load()).model();
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Timing> alone = StepCost.measure(minilm(model), batch);
    if (json) {
      out.println(Json.write(Map.of("alone", alone, "system", inSystem(batch, epochs))));
      out.flush();
      return 0;
    }
    alone(out, batch, alone);
    system(out, inSystem(batch, epochs), 2 * median(alone, StepCost.WARM_FORWARD));
    return 0;
  }

  private static void alone(PrintWriter out, int batch, Map<String, Timing> alone) {
    out.printf("| batch %d, one thread | median ms | quartiles |%n|---|---:|---:|%n", batch);
    alone.forEach((name, t) -> row(out, name, t));
    ratio(
        out,
        "step / (2 × bare forward), features not cached",
        alone,
        StepCost.COLD_STEP,
        StepCost.COLD_FORWARD);
    ratio(
        out,
        "step / (2 × bare forward), features cached",
        alone,
        StepCost.WARM_STEP,
        StepCost.WARM_FORWARD);
    out.flush();
  }

  private static void system(PrintWriter out, SystemCost.Shares system, double floor) {
    out.printf(
        "%n| in the running system, features cached, evaluators idle | ms a step | share |%n|---|---:|---:|%n");
    share(out, "whole step", system.step(), system);
    share(out, "forward passes and perturbations", system.measure(), system);
    share(out, "journal (queueing; commits run beside)", system.journal(), system);
    share(out, "update of θ", system.apply(), system);
    share(out, "means for the control, test before training, metrics", system.other(), system);
    share(out, "waiting for the next batch; actors", system.waiting(), system);
    out.printf(Locale.ROOT, "| step / (2 × bare forward) | %.2f | |%n", system.step() / floor);
    out.flush();
  }

  private static SystemCost.Shares inSystem(int batch, int epochs)
      throws IOException, FeedException, InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    try (CleanStop _ = CleanStop.on(() -> stop.set(true));
        TemporaryDirectory directory = TemporaryDirectory.create("zeroflow-bench-")) {
      return SystemCost.measure(directory.path(), batch, epochs, stop::get);
    } catch (CancellationException e) {
      throw new CommandException("stopped; what was measured alone is printed above");
    }
  }

  static MiniLmConfig minilm(ModelSettings model) {
    return new MiniLmConfig(
        model.adaptedBlocks(),
        model.bottleneck(),
        model.adapterScale(),
        model.temperature(),
        model.maxTokens());
  }

  private static void row(PrintWriter out, String name, Timing t) {
    out.printf(
        Locale.ROOT,
        "| %s | %.2f | %.2f – %.2f |%n",
        name,
        1e3 * t.median(),
        1e3 * t.low(),
        1e3 * t.high());
  }

  private static void ratio(
      PrintWriter out, String name, Map<String, Timing> times, String step, String forward) {
    out.printf(
        Locale.ROOT, "| %s | %.2f | |%n", name, median(times, step) / (2 * median(times, forward)));
  }

  private static void share(PrintWriter out, String name, double seconds, SystemCost.Shares all) {
    out.printf(
        Locale.ROOT, "| %s | %.2f | %.0f %% |%n", name, 1e3 * seconds, 100 * seconds / all.step());
  }

  private static double median(Map<String, Timing> times, String name) {
    Timing timing = times.get(name);
    if (timing == null) {
      throw new IllegalStateException("nothing was timed as " + name);
    }
    return timing.median();
  }
}
