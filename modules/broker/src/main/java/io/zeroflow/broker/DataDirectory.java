package io.zeroflow.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A formatted directory that is one broker's alone while this is open. */
record DataDirectory(Path path, DirectoryLock lock) implements AutoCloseable {

  private static final String FORMATTED = "meta.properties";

  /** Locks {@code directory}, and formats it if it is empty or missing. */
  static DataDirectory open(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    if (path.toString().contains(",")) {
      throw new IllegalStateException(
          "the broker's directory %s has a comma in its name, which Kafka takes for two directories; choose one without"
              .formatted(path));
    }
    try {
      path = Files.createDirectories(path).toRealPath();
      requireBrokersOrEmpty(path);
      DirectoryLock lock = DirectoryLock.acquire(path);
      try {
        formatIfNew(path);
        return new DataDirectory(path, lock);
      } catch (Exception e) {
        lock.close();
        throw e;
      }
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          "the broker's directory %s cannot be prepared: %s".formatted(path, e), e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireBrokersOrEmpty(Path path) throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(path)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    if (!names.contains(FORMATTED) && !names.stream().allMatch(DataDirectory::leftByFormat)) {
      throw new IllegalStateException(
          "the broker's directory %s holds something other than a broker's data; choose an empty one"
              .formatted(path));
    }
  }

  /** Whether a file may lie in a directory whose formatting was interrupted. */
  private static boolean leftByFormat(String name) {
    return name.equals(DirectoryLock.FILE)
        || name.startsWith("bootstrap.checkpoint")
        || name.startsWith(FORMATTED);
  }

  private static void formatIfNew(Path path) throws Exception {
    if (Files.exists(path.resolve(FORMATTED))) {
      return;
    }
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(BrokerProperties.NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(path.toString())
          .setMetadataLogDirectory(path.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    }
  }
}
