package io.zeroflow.server.cli;

import io.zeroflow.bench.StepShare;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a step spends outside of its forward passes. */
@Command(
    name = "share",
    mixinStandardHelpOptions = true,
    description = {
      "What share of a step goes elsewhere than into its forward passes: zo-sgd(q=1) on a perceptron"
          + " of 203,530 parameters, one thread, beside the same loop in place with torch's noise."
    })
final class BenchShareCommand implements Callable<Integer> {

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Samples of a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--json", description = "Print JSON, not Markdown.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (batch < 1) {
      throw new SettingsException("--batch is %d; give at least 1".formatted(batch));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<StepShare.Share> shares = StepShare.measure(batch);
    if (json) {
      out.println(Json.write(shares));
    } else {
      out.printf(
          "| batch %d | step, median ms | outside of forward passes, %% | quartiles |%n|---|---:|---:|---:|%n",
          batch);
      shares.forEach(share -> print(out, share));
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, StepShare.Share share) {
    out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.0f | %.0f – %.0f |%n",
        share.name(),
        1e3 * share.step().median(),
        100 * share.share().median(),
        100 * share.share().low(),
        100 * share.share().high());
  }
}
