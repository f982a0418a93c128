package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line in a process of its own, as its launcher starts it. */
public final class Forked implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;

  private Forked(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param folder for what it prints
   * @param options of the JVM
   */
  public static Forked start(
      Path folder, Map<String, String> environment, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-Dlogback.configurationFile=logback.xml")); // not that of the tests
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Forked(builder.start(), out, err);
  }

  public boolean runs() {
    return process.isAlive();
  }

  public String out() throws IOException {
    return Files.readString(out);
  }

  public String err() throws IOException {
    return Files.readString(err);
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Its exit code, once it has one. */
  public int ended() throws InterruptedException, IOException {
    int code = process.waitFor();
    assertThat(err()).doesNotContain("SIGSEGV", "SIGABRT");
    return code;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
