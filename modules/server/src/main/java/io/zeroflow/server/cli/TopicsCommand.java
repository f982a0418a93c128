package io.zeroflow.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.zeroflow.runtime.TopicSetup;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
  int create(
      @Mixin ConfigOption config,
      @Option(
              names = "--replication",
              paramLabel = "N",
              description =
                  "Copies of every record, each on a broker of its own, instead of the"
                      + " configuration's (KAFKA_REPLICATION).")
          @Nullable Integer replication,
      @Mixin JsonOption json) {
    KafkaSettings kafka = Settings.from(with(replication, config.load())).kafka();
    List<String> created = TopicSetup.create(kafka);
    return json.print(
        spec,
        Map.of("created", created, "bootstrapServers", kafka.bootstrapServers()),
        out ->
            out.println(
                created.isEmpty()
                    ? "all topics exist at " + kafka.bootstrapServers()
                    : "created %s at %s"
                        .formatted(String.join(", ", created), kafka.bootstrapServers())));
  }

  private static Config with(@Nullable Integer replication, Config config) {
    return replication == null
        ? config
        : config.withValue(
            "zeroflow.kafka.topics.replication",
            ConfigValueFactory.fromAnyRef(replication, "--replication"));
  }
}
