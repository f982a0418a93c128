package io.zeroflow.runtime.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Snapshots of the model on disk.
 *
 * @param directory of the snapshots of all models; empty for none
 * @param every time between two
 * @param keep how many stay
 */
public record SnapshotSettings(Optional<Path> directory, Duration every, int keep) {

  static SnapshotSettings from(Section section) {
    String directory = section.optional("directory");
    Duration every = section.duration("every");
    if (every.isZero()) {
      section.wrong("every", "it must be positive");
    }
    return new SnapshotSettings(
        directory.isEmpty() ? Optional.empty() : path(section, directory),
        every,
        section.whole("keep", 1, 1000));
  }

  private static Optional<Path> path(Section section, String directory) {
    try {
      return Optional.of(Path.of(directory));
    } catch (InvalidPathException e) {
      section.wrong("directory", "no path of this system: " + e.getReason());
      return Optional.empty();
    }
  }
}
