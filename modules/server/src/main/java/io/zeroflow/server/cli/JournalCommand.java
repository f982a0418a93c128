package io.zeroflow.server.cli;

import io.zeroflow.journal.kafka.Inspection;
import io.zeroflow.journal.kafka.JournalReader;
import io.zeroflow.load.CleanStop;
import io.zeroflow.model.weights.SafetensorsWriter;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads a model's journal; a learner that runs does not notice. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    description = "Read a model's journal: the truth about its weights. Changes nothing.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  zeroflow journal verify --config production.conf",
      "  zeroflow journal inspect --until-step 5000 --json",
      "  zeroflow journal export --until-step 5000 --out weights.safetensors"
    })
public final class JournalCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Where to stop. */
  static final class Until {
    @Option(
        names = "--until-step",
        paramLabel = "N",
        description = "Stop after this step: time travel (default: the last).")
    private long step = Inspection.ALL;
  }

  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      description = "Say what the journal holds, with the hash of the weights.")
  int inspect(@Mixin ConfigOption config, @Mixin Until until, @Mixin JsonOption json) {
    Map<String, Object> report = report(read(config, until));
    return json.print(
        spec,
        report,
        out -> report.forEach((name, value) -> out.printf(Locale.ROOT, "%-13s %s%n", name, value)));
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Replay the journal with every check that a follower makes. Exit code 1 if a record"
              + " cannot be applied.")
  int verify(@Mixin ConfigOption config, @Mixin Until until, @Mixin JsonOption json) {
    long start = System.nanoTime();
    Inspection inspection = read(config, until);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (inspection.problem() != null) {
      throw new CommandException(
          "after %,d good records, up to step %,d: %s"
              .formatted(inspection.records(), inspection.replica().step(), inspection.problem()));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("records", inspection.records());
    report.put("step", inspection.replica().step());
    report.put("sha256", inspection.replica().theta().sha256());
    report.put("seconds", seconds);
    return json.print(
        spec,
        report,
        out ->
            out.printf(
                Locale.ROOT,
                "good: %,d records, %,d steps, θ has sha256 %s; replayed in %.2f s%n",
                report.values().toArray()));
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Write the weights as of a step to a safetensors file.")
  int export(
      @Mixin ConfigOption config,
      @Mixin Until until,
      @Mixin JsonOption json,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "The file, such as weights.safetensors.")
          Path file)
      throws IOException {
    SafetensorsWriter.check(file);
    Inspection inspection = read(config, until);
    if (inspection.problem() != null) {
      throw new CommandException(
          "the journal is bad after step %,d: %s; give an earlier --until-step"
              .formatted(inspection.replica().step(), inspection.problem()));
    }
    var replica = inspection.replica();
    try (CleanStop _ = CleanStop.on(() -> {})) { // a signal leaves no half of a file
      SafetensorsWriter.write(
          file,
          replica.theta(),
          Map.of(
              "model", replica.model().model(),
              "network", replica.model().network(),
              "step", Long.toString(replica.step()),
              "sha256", replica.theta().sha256()));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file.toString());
    report.put("floats", replica.theta().size());
    report.put("step", replica.step());
    return json.print(
        spec,
        report,
        out ->
            out.printf(Locale.ROOT, "%s: %,d floats as of step %,d%n", report.values().toArray()));
  }

  /** Replays, with a bar, and refuses a journal that does not reach that far. */
  private Inspection read(ConfigOption config, Until until) {
    if (until.step < 0) {
      throw new SettingsException("--until-step is %d; give 0 or more".formatted(until.step));
    }
    Settings settings = config.deployed();
    var kafka = settings.kafka();
    Inspection inspection;
    try (JournalReader reader =
            new JournalReader(kafka.client(), kafka.topics().journal(), settings.model().id());
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr())) {
      progress.begin("replaying", "offsets", reader.end());
      long[] seen = {0};
      inspection =
          Inspection.of(
              reader,
              until.step,
              (offset, end) -> {
                progress.step(offset - seen[0]);
                seen[0] = offset;
              });
    }
    if (!inspection.replica().created()) {
      throw new SettingsException(
          "the journal %s holds nothing of model '%s'; is zeroflow.model.id right?"
              .formatted(kafka.topics().journal(), settings.model().id()));
    }
    if (until.step != Inspection.ALL && inspection.replica().step() < until.step) {
      throw new SettingsException(
          "--until-step is %,d, but the journal ends at step %,d"
              .formatted(until.step, inspection.replica().step()));
    }
    return inspection;
  }

  private static Map<String, Object> report(Inspection inspection) {
    var replica = inspection.replica();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", replica.model().model());
    report.put("method", replica.model().method());
    report.put("network", replica.model().network());
    report.put("records", inspection.records());
    report.put("kinds", inspection.kinds());
    report.put("first", inspection.first());
    report.put("last", inspection.last());
    report.put("lives", replica.epoch());
    report.put("step", replica.step());
    report.put("strategy", replica.strategy().brief());
    report.put("swaps", replica.strategyNumber());
    report.put("task", replica.task() == null ? "none" : replica.task());
    report.put("labels", replica.headSize());
    report.put("parameters", replica.theta().size());
    report.put("positions", replica.positions());
    report.put("sha256", replica.theta().sha256());
    report.put("problem", inspection.problem() == null ? "none" : inspection.problem());
    return report;
  }
}
