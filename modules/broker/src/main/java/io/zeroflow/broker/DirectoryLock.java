package io.zeroflow.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second broker off a directory, in this process or another. The operating system holds the
 * lock, so that it goes with the process, however that ends.
 *
 * <p>Kafka locks a directory itself, but a node that is broker and controller does so only after
 * its controller has opened the metadata log in it: a second node on the same directory takes the
 * first one down.
 */
final class DirectoryLock implements AutoCloseable {

  static final String FILE = "embedded.lock";

  /**
   * What this process has locked. Asked first, because a process that opens and closes the file of
   * a lock that it holds loses that lock (POSIX).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel file;

  private DirectoryLock(Path directory, FileChannel file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Locks a directory.
   *
   * @param directory its real path
   * @throws IllegalStateException if a broker has it
   */
  static DirectoryLock acquire(Path directory) throws IOException {
    if (!HELD.add(directory)) {
      throw inUse(directory);
    }
    try {
      FileChannel file =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (file.tryLock() == null) {
        file.close();
        throw inUse(directory);
      }
      return new DirectoryLock(directory, file);
    } catch (IOException | RuntimeException e) {
      HELD.remove(directory);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    HELD.remove(directory);
  }

  private static IllegalStateException inUse(Path directory) {
    return new IllegalStateException(
        "the broker's directory %s is in use by another broker; stop it, or choose another directory"
            .formatted(directory));
  }
}
