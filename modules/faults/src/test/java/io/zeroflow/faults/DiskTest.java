package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that takes no snapshot: learning goes on, and the journal has everything. */
@EnabledIfSystemProperty(named = "faults.long", matches = "true")
class DiskTest {

  @TempDir private static Path directory;

  @Test
  @Row("the disk of the snapshots")
  void aFullDiskAndOneThatIsReadOnlyCostSnapshotsAlone() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8k", "none", disk.toString()),
        "a file system can be mounted by root only");
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "disk");
      Recipe recipe = Recipe.ALL.get(2);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config =
          stream.config(
              broker,
              "m",
              recipe,
              Map.of("zeroflow.snapshots.directory", disk, "zeroflow.snapshots.every", "50ms"));
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config);
          Life life = Life.start(directory, "m", config)) {
        Waits.patiently().until(() -> following.steps() >= expected.step() / 2);
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
        Waits.patiently().until(() -> following.position() >= stream.end());
        assertThat(life.process().isAlive()).isTrue();
        assertThat(life.process().printed())
            .contains("No space left on device")
            .contains("Read-only file system");
        assertThat(following.outcome()).isEqualTo(expected);
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
