package io.zeroflow.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.server.telemetry.KafkaLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, shared by the commands that need settings. */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration in HOCON over the built-in defaults; see config/. Without it the defaults and the environment variables they name are used.")
  private @Nullable Path file;

  /**
   * The settings of a deployment that there is: its topics are asked for.
   *
   * @throws SettingsException naming the topics that do not exist
   */
  Settings deployed() {
    KafkaLog.quiet();
    Settings settings = Settings.from(load());
    KafkaSettings kafka = settings.kafka();
    List<String> missing = kafka.topics().missing(kafka.client());
    if (!missing.isEmpty()) {
      throw new SettingsException(
          "there are no topics %s at %s; is zeroflow.kafka right?"
              .formatted(missing, kafka.bootstrapServers()));
    }
    return settings;
  }

  /** The user's file over the defaults. */
  Config load() {
    if (file == null) {
      return ConfigFactory.load();
    }
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new SettingsException("--config %s is not a file".formatted(file));
    }
    return ConfigFactory.load(ConfigFactory.parseFile(file.toFile()));
  }
}
