package io.zeroflow.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.runtime.settings.SettingsException;
import java.io.File;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, shared by the commands that need settings. */
final class ConfigOption {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "Configuration in HOCON over the built-in defaults; see config/. Without it the defaults and the environment variables they name are used.")
  private @Nullable File file;

  /** The user's file over the defaults. */
  Config load() {
    if (file == null) {
      return ConfigFactory.load();
    }
    if (!file.isFile()) {
      throw new SettingsException("--config %s is not a file".formatted(file));
    }
    return ConfigFactory.load(ConfigFactory.parseFile(file));
  }
}
