package io.zeroflow.faults;

import io.zeroflow.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A learner's process, by the command line that an operator uses. */
final class Life implements AutoCloseable {

  private final Jvm process;

  private Life(Jvm process) {
    this.process = process;
  }

  static Life start(Path directory, String model, String config) throws IOException {
    Path file = directory.resolve(model + ".conf");
    Files.writeString(file, config);
    return new Life(
        Jvm.start(
            directory.resolve(model + ".log"), Main.class, "run", "--config", file.toString()));
  }

  Jvm process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
