package io.zeroflow.server.cli;

import io.zeroflow.bench.forward.ForwardBench;
import io.zeroflow.bench.forward.ForwardBench.Kind;
import io.zeroflow.bench.forward.ForwardBench.Report;
import io.zeroflow.bench.forward.ForwardBench.Row;
import io.zeroflow.model.engine.EngineStoppedException;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures forward passes beside PyTorch's. */
@Command(
    name = "forward",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Forward passes beside those of the same network written in PyTorch: exported to the same"
          + " libtorch, and in Python. In turns, one thread each. Needs a Python with torch."
    })
final class BenchForwardCommand implements Callable<Integer> {

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      defaultValue = "python3",
      description = "Python with torch 1.13 or later (default: ${DEFAULT-VALUE}).")
  private String python = "";

  @Option(
      names = "--networks",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "MINILM,VIT_TINY,VIT_BASE",
      description = "Of ${COMPLETION-CANDIDATES} (default: all).")
  private List<Kind> networks = List.of();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8,32",
      description = "Batch sizes (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Timed rounds (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Print the rows as JSON, not as Markdown.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || batches.stream().anyMatch(samples -> samples < 1)) {
      throw new SettingsException("--batch and --rounds must be 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Row> rows = new ArrayList<>();
    try (TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr())) {
      progress.begin("measuring", "rows", (long) networks.size() * batches.size());
      String torch =
          ForwardBench.measure(
              networks,
              batches,
              python,
              rounds,
              row -> {
                if (!json) {
                  out.print((rows.isEmpty() ? Report.HEAD : "") + row.markdown());
                  out.flush();
                }
                rows.add(row);
                progress.step(1);
              });
      out.println(json ? Json.write(new Report(torch, rows)) : "\n" + torch);
    } catch (EngineStoppedException e) {
      if (json) {
        out.println(Json.write(new Report("", rows)));
      }
      throw e;
    } finally {
      out.flush();
    }
    return 0;
  }
}
