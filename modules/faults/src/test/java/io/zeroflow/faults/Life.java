package io.zeroflow.faults;

import io.zeroflow.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A learner's process, by the command line that an operator uses. */
final class Life implements AutoCloseable {

  private final Jvm process;

  private Life(Jvm process) {
    this.process = process;
  }

  static Life start(Path directory, String model, String config) throws IOException {
    return start(directory, model, config, Map.of());
  }

  static Life start(Path directory, String model, String config, Map<String, String> environment)
      throws IOException {
    Path file = directory.resolve(model + ".conf");
    Files.writeString(file, config);
    Path log = directory.resolve(model + ".log");
    return new Life(Jvm.start(log, environment, Main.class, "run", "--config", file.toString()));
  }

  Jvm process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
