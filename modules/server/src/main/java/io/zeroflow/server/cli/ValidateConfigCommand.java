package io.zeroflow.server.cli;

import io.zeroflow.journal.JournalException;
import io.zeroflow.runtime.Preflight;
import io.zeroflow.runtime.TopicSetup;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.http.HttpServer;
import io.zeroflow.server.http.Json;
import io.zeroflow.server.http.SettingsSummary;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
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
      "Check a configuration as `run` reads it, say in words what it asks for, and name all mistakes:"
          + " keys, values, files, folders, and changes that would be refused.",
      "Kafka is asked only with --connect. Nothing is changed."
    },
    footer = {
      "",
      "Examples:",
      "  zeroflow validate-config --config config/production.conf",
      "  zeroflow validate-config --config config/production.conf --connect"
    })
public final class ValidateConfigCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--connect",
      description =
          "Ask Kafka too: whether it answers, has the topics or could make them, and lets this user"
              + " use them.")
  private boolean connect;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<String> mistakes = new ArrayList<>();
    Settings settings = Settings.read(config.load(), mistakes);
    add(mistakes, Preflight.mistakes(settings));
    add(mistakes, HttpServer.mistakes(settings.http()));
    if (settings.http().known()) {
      SettingsSummary.refusal(settings.http())
          .ifPresent(why -> mistakes.add("changes over HTTP would be refused: " + why));
    }
    if (connect) {
      connect(settings.kafka(), mistakes);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json && !mistakes.isEmpty()) {
      out.println(Json.write(Map.of("mistakes", mistakes)));
      out.flush();
      return ExitCodes.USAGE;
    }
    SettingsException.check(mistakes);
    print(out, SettingsSummary.of(settings));
    if (!json) {
      // Perhaps by the very Zeroflow that is to be started anew: no mistake.
      HttpServer.taken(settings.http()).ifPresent(why -> out.println("just now: " + why));
      out.println("the configuration is good" + (connect ? ", and Kafka is ready for it" : ""));
    }
    out.flush();
    return 0;
  }

  /** What is wrong for a reason that has been named is left out. */
  private static void add(List<String> mistakes, List<String> more) {
    List<String> named = List.copyOf(mistakes);
    for (String one : more) {
      String key = one.split("[: ]", 2)[0];
      if (!key.startsWith("zeroflow.") || named.stream().noneMatch(known -> known.contains(key))) {
        mistakes.add(one);
      }
    }
  }

  private static void connect(KafkaSettings kafka, List<String> mistakes) {
    if (mistakes.stream().anyMatch(known -> known.contains("zeroflow.kafka"))) {
      return; // whatever Kafka said would come of that
    }
    try {
      mistakes.addAll(TopicSetup.mistakes(kafka));
    } catch (JournalException | KafkaException e) {
      if (mistakes.isEmpty()) {
        throw e; // not the configuration's fault, as far as one can tell
      }
      mistakes.add(String.valueOf(e.getMessage()));
    }
  }

  private void print(PrintWriter out, Map<String, String> words) {
    if (json) {
      out.println(Json.write(words));
    } else {
      words.forEach((subject, text) -> out.printf("%-11s %s%n", subject, text));
    }
  }
}
