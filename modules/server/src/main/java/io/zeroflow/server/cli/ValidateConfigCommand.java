package io.zeroflow.server.cli;

import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.server.http.Json;
import io.zeroflow.server.http.SettingsSummary;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a configuration without starting anything. */
@Command(
    name = "validate-config",
    mixinStandardHelpOptions = true,
    description = {
      "Check a configuration as `run` reads it, and say in words what it asks for.",
      "Kafka is not asked and no weights are read: whether they are there is not checked."
    },
    footer = {"", "Example: zeroflow validate-config --config config/production.conf"})
public final class ValidateConfigCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Settings settings = Settings.from(config.load());
    checkClient(settings.kafka());
    Map<String, String> words = SettingsSummary.of(settings);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(words));
    } else {
      words.forEach((subject, text) -> out.printf("%-11s %s%n", subject, text));
      out.println("the configuration is good");
    }
    out.flush();
    return 0;
  }

  /** Has Kafka look at the properties that all of its clients share; nothing is connected. */
  private static void checkClient(KafkaSettings kafka) {
    var unused = new AdminClientConfig(new HashMap<>(kafka.client()));
  }
}
