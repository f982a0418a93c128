package io.zeroflow.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process on this test's class path; what it prints goes to a file. */
final class Jvm implements AutoCloseable {

  private static final int KILLED = 128 + 9;

  private final Process process;
  private final Path log;

  private Jvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Jvm start(Path log, Class<?> main, String... arguments) throws IOException {
    return start(log, Map.of(), main, arguments);
  }

  /** One with more in its environment. */
  static Jvm start(Path log, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dai.djl.offline=true",
                // Lives are short: the second compiler would never pay.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                // Written at the first orderly end of a process, read at every start after that.
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + ClassPath.archive(),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-cp",
                ClassPath.jars(),
                main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Jvm(builder.start(), log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far, and every earlier process with the same log. */
  String printed() throws IOException {
    return Files.readString(log);
  }

  /** As {@code kill -NAME} does. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Ends it without a word. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Its exit code once it has ended by itself. */
  int exit() throws InterruptedException {
    if (!process.waitFor(Waits.LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end; it printed to " + log);
    }
    return process.exitValue();
  }

  /** Whether an exit code is that of a process that was killed. */
  static boolean killed(int exit) {
    return exit == KILLED;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
