package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that takes no snapshot: learning goes on, and the journal has everything. */
@EnabledIfSystemProperty(named = "faults.long", matches = "true")
class DiskTest {

  /** Bytes for a part of a journal. */
  private static final long ROOM = 32 << 10;

  @TempDir private static Path directory;

  @Test
  @Row("the disk of the snapshots")
  void aFullDiskAndOneThatIsReadOnlyCostSnapshotsAlone() throws Exception {
    Path disk = mounted("disk", "8k");
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

  @Test
  @Row("the disk of the broker")
  void aFullDiskBelowTheBrokerEndsItAndCostsNothing() throws Exception {
    Path disk = mounted("broker-disk", "64m");
    try (Broker broker = Broker.start(disk.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "full");
      Recipe recipe = Recipe.ALL.get(1);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config = stream.config(broker, "m", recipe, Map.of());
      Path filler = disk.resolve("filler");
      fillBut(ROOM, filler);
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config);
          Life life = Life.start(directory, "m", config)) {
        Waits.patiently().until(() -> !broker.isAlive());
        assertThat(following.position()).isLessThan(stream.end());
        Files.delete(filler);
        broker.killAndRestart();
        life.persist(() -> following.position() >= stream.end());
        assertThat(following.outcome()).isEqualTo(expected);
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  /** Takes all that is left of a disk but so many bytes. */
  private static void fillBut(long room, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] chunk = new byte[1 << 10]; ; ) {
        out.write(chunk);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - room);
    }
  }

  /** A file system of a size of its own; whoever asks for it unmounts it. */
  private static Path mounted(String name, String size) throws Exception {
    Path disk = Files.createDirectories(directory.resolve(name));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", disk.toString()),
        "a file system can be mounted by root only");
    return disk;
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
