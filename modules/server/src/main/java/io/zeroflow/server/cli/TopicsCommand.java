package io.zeroflow.server.cli;

import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Manages the topics. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = "Manage the Kafka topics.",
    synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Create the topics that are missing, with the settings that they need.")
  int create(@Mixin ConfigOption config) {
    KafkaSettings kafka = Settings.from(config.load()).kafka();
    List<String> created = kafka.topics().create(kafka.client());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        created.isEmpty()
            ? "all topics exist at " + kafka.bootstrapServers()
            : "created %s at %s".formatted(String.join(", ", created), kafka.bootstrapServers()));
    out.flush();
    return 0;
  }
}
