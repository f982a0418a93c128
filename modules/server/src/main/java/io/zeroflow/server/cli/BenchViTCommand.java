package io.zeroflow.server.cli;

import io.zeroflow.bench.vision.ViTCost;
import io.zeroflow.bench.vision.ViTCost.Cost;
import io.zeroflow.model.vit.ViTConfig;
import io.zeroflow.model.vit.ViTSize;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a vision transformer. */
@Command(
    name = "vit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Time, in brackets that of the processor, and peak memory of forward-only steps and of"
          + " backprop on a vision transformer with random weights, as a table. Linux only."
    },
    footer = {"", "Example:", "  zeroflow bench vit --size base --batch 8,32"})
final class BenchViTCommand implements Callable<Integer> {

  @Option(
      names = "--size",
      defaultValue = "BASE",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ViTSize size = ViTSize.BASE;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "8,32",
      description = "Images of a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--adapted-blocks",
      paramLabel = "N",
      description = "The last so many blocks have adapters (default: all).")
  private @Nullable Integer adaptedBlocks;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Timed rounds of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of the engine (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || threads < 1 || batches.stream().anyMatch(images -> images < 1)) {
      throw new SettingsException("--batch, --rounds and --threads must be 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "| images | parameters | encode an image | forward | ZO step | backprop step | forward, peak | ZO step, peak | backprop step, peak |");
    out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (ViTCost.Row row : ViTCost.measure(config(), batches, rounds, threads)) {
      out.printf(
          Locale.ROOT,
          "| %d | %,d | %s | %s | %s | %s | %s | %s | %s |%n",
          row.images(),
          row.parameters(),
          seconds(row.encode()),
          seconds(row.forward()),
          seconds(row.zerothOrder()),
          seconds(row.backprop()),
          megabytes(row.forward()),
          megabytes(row.zerothOrder()),
          megabytes(row.backprop()));
    }
    out.flush();
    return 0;
  }

  private ViTConfig config() {
    ViTConfig paper = ViTConfig.of(size.shape());
    try {
      return adaptedBlocks == null ? paper : paper.adapting(adaptedBlocks);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("--adapted-blocks: " + e.getMessage());
    }
  }

  private static String seconds(Cost cost) {
    return String.format(Locale.ROOT, "%.2f (%.2f) s", cost.seconds(), cost.cpuSeconds());
  }

  private static String megabytes(Cost cost) {
    return String.format(Locale.ROOT, "%,d MB", Math.round(cost.peakBytes() / 1e6));
  }
}
