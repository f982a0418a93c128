package io.zeroflow.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A Java process on this test's class path; what it prints goes to a file. */
final class Jvm implements AutoCloseable {

  private static final int KILLED = 128 + 9;
  private static final AtomicLong STARTED = new AtomicLong();

  private final Process process;
  private final Path log;
  private final Path draft;

  private Jvm(Process process, Path log, Path draft) {
    this.process = process;
    this.log = log;
    this.draft = draft;
  }

  static Jvm start(Path log, Class<?> main, String... arguments) throws IOException {
    return start(log, Map.of(), main, arguments);
  }

  /** One with more in its environment. */
  static Jvm start(Path log, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    Path draft = ClassPath.draft(STARTED.getAndIncrement());
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
                // Written at an orderly end, read at every start after that.
                Files.exists(ClassPath.archive())
                    ? "-XX:SharedArchiveFile=" + ClassPath.archive()
                    : "-XX:ArchiveClassesAtExit=" + draft,
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
    return new Jvm(builder.start(), log, draft);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed so far, and every earlier process with the same log. */
  String printed() throws IOException {
    return Files.readString(log);
  }

  /** What it has printed, with where each of its threads stands at the end. */
  String threads() throws IOException, InterruptedException {
    signal("QUIT");
    Awaitility.await().until(() -> !isAlive() || printed().contains("JNI global refs"));
    return printed();
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
  int exit() throws InterruptedException, IOException {
    if (!process.waitFor(Waits.LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the process does not end:\n" + threads());
    }
    ClassPath.keep(draft);
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
