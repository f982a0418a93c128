package io.zeroflow.journal.snapshot;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last few snapshots of a model, in a directory of its own. One thread at a time writes; a file
 * that is there is whole, so that others may read meanwhile.
 */
public final class Snapshots {

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final String SUFFIX = ".snapshot";

  private final Path directory;
  private final int keep;

  /**
   * @param root directory of the snapshots of all models
   * @param keep how many of the last ones stay, at least 1
   */
  public Snapshots(Path root, String model, int keep) {
    this.directory = root.resolve(URLEncoder.encode(model, StandardCharsets.UTF_8));
    this.keep = keep;
  }

  /**
   * Writes a snapshot, then deletes the oldest beyond those that stay.
   *
   * @throws IOException if the disk does not take it; the earlier ones are then as they were
   */
  public Path write(Snapshot snapshot) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("%020d%s".formatted(snapshot.sequence(), SUFFIX));
    SnapshotFile.write(file, snapshot);
    List<Path> files = newestFirst();
    for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
      Files.deleteIfExists(old);
    }
    return file;
  }

  /**
   * Asks the file system whether it would take one, by a file that is gone when this returns.
   *
   * @throws IOException naming the directory if it would not
   */
  public void probe() throws IOException {
    Path there = directory.toAbsolutePath();
    for (Path up = there; up != null && !Files.exists(there); up = up.getParent()) {
      there = up;
    }
    try {
      Files.delete(Files.createTempFile(there, "probe-", SUFFIX + ".tmp"));
    } catch (IOException e) {
      throw new IOException("%s cannot be written in %s".formatted(directory, there), e);
    }
  }

  /** The newest snapshot that can be read and is accepted; those that cannot be read are named. */
  public Optional<Snapshot> latest(Predicate<Snapshot> accept) {
    for (Path file : newestFirst()) {
      try {
        Snapshot snapshot = SnapshotFile.read(file);
        if (accept.test(snapshot)) {
          return Optional.of(snapshot);
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("the snapshot {} is passed over: {}", file, e.getMessage());
      }
    }
    return Optional.empty();
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = new ArrayList<>(files.filter(f -> f.toString().endsWith(SUFFIX)).toList());
      all.sort(Comparator.comparing(Path::getFileName).reversed());
      return all;
    } catch (IOException e) {
      LOG.warn("the snapshots in {} cannot be listed: {}", directory, e.getMessage());
      return List.of();
    }
  }
}
