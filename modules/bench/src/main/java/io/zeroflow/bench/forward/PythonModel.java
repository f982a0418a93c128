package io.zeroflow.bench.forward;

import io.zeroflow.runtime.settings.SettingsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python process with the network of {@code alternative.py}; it computes when asked. */
final class PythonModel implements AutoCloseable {

  private final Process process;
  private final PrintWriter ask;
  private final BufferedReader answer;
  private final String version;

  /**
   * Starts it, and waits until it has exported its network.
   *
   * @param python command
   * @param arguments of the script
   * @throws SettingsException if there is no such command, or it has no torch
   */
  PythonModel(String python, Path directory, List<String> arguments) {
    try (InputStream script = PythonModel.class.getResourceAsStream("alternative.py")) {
      if (script == null) {
        throw new IllegalStateException("alternative.py is not on the class path");
      }
      Path file = directory.resolve("alternative.py");
      Files.copy(script, file);
      List<String> command = new ArrayList<>(List.of(python, file.toString()));
      command.addAll(arguments);
      this.process =
          new ProcessBuilder(command)
              .redirectError(directory.resolve("python.log").toFile())
              .start();
      this.ask = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
      this.answer = process.inputReader(StandardCharsets.UTF_8);
      this.version = answer.readLine();
      if (version == null) {
        List<String> log = Files.readAllLines(directory.resolve("python.log"));
        throw new SettingsException(
            "--python %s cannot run the network: %s; install PyTorch for it, such as Debian's python3-torch"
                .formatted(python, log.isEmpty() ? "it said nothing" : log.getLast()));
      }
    } catch (IOException e) {
      throw new SettingsException(
          "--python %s cannot be started: %s".formatted(python, e.getMessage()));
    }
  }

  /** What it is, such as {@code torch 2.7.1}. */
  String version() {
    return version;
  }

  /** Seconds of a forward pass. */
  double seconds(int batch) {
    try {
      ask.println(batch);
      String line = answer.readLine();
      if (line == null) {
        throw new IOException("it ended");
      }
      return Double.parseDouble(line);
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("Python cannot be measured: " + e.getMessage()));
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
