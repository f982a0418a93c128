package io.zeroflow.faults;

import io.zeroflow.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;

/** A learner's process, by the command line that an operator uses. */
final class Life implements AutoCloseable {

  private final Starter starter;
  private Jvm process;

  @FunctionalInterface
  private interface Starter {
    Jvm start() throws IOException;
  }

  private Life(Starter starter) throws IOException {
    this.starter = starter;
    this.process = starter.start();
  }

  static Life start(Path directory, String model, String config) throws IOException {
    return start(directory, model, config, Map.of());
  }

  static Life start(Path directory, String model, String config, Map<String, String> environment)
      throws IOException {
    Path file = directory.resolve(model + ".conf");
    Files.writeString(file, config);
    Path log = directory.resolve(model + ".log");
    return new Life(
        () -> Jvm.start(log, environment, Main.class, "run", "--config", file.toString()));
  }

  Jvm process() {
    return process;
  }

  /**
   * Waits for what comes of this learner's work.
   *
   * @throws AssertionError if it ends or hangs before, with what it printed
   */
  void until(Callable<Boolean> condition) throws Exception {
    try {
      if (Waits.patiently()
          .until(
              () -> condition.call() ? "is" : process.isAlive() ? "" : "ended", s -> !s.isEmpty())
          .equals("ended")) {
        throw new AssertionError("the learner ended:\n" + process.printed());
      }
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the learner hangs:\n" + process.threads(), e);
    }
  }

  /** Waits likewise; a learner that gives up is started again, as whoever runs it would. */
  void persist(Callable<Boolean> condition) {
    Waits.patiently()
        .until(
            () -> {
              if (!process.isAlive()) {
                process = starter.start();
              }
              return condition.call();
            });
  }

  @Override
  public void close() {
    process.close();
  }
}
