package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock of a learner's process jumps; libfaketime stands between it and the kernel. */
@EnabledIfSystemProperty(named = "faults.long", matches = "true")
class ClockTest {

  @TempDir private static Path directory;

  @Test
  @Row("the learner's wall clock")
  void anHourBackAndForthChangesNothing() throws Exception {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "there is no libfaketime: apt-get install faketime");
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      io.zeroflow.faults.Stream stream = io.zeroflow.faults.Stream.send(broker, "clock");
      Recipe recipe = Recipe.ALL.get(1);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config = stream.config(broker, "m", recipe, Map.of());
      Path clock = directory.resolve("clock");
      Files.writeString(clock, "+0");
      Map<String, String> environment =
          Map.of(
              "LD_PRELOAD",
              library.orElseThrow().toString(),
              "FAKETIME_TIMESTAMP_FILE",
              clock.toString(),
              "FAKETIME_CACHE_DURATION",
              "1",
              "DONT_FAKE_MONOTONIC",
              "1");
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config);
          Life life = Life.start(directory, "m", config, environment)) {
        String[] jumps = {"-3600", "+3600", "-3600", "+0"};
        for (int i = 0; i < jumps.length; i++) {
          long target = (i + 1) * expected.step() / (jumps.length + 1);
          Waits.patiently().until(() -> following.steps() >= target);
          Files.writeString(clock, jumps[i]);
        }
        Waits.patiently().until(() -> following.position() >= stream.end());
        assertThat(life.process().isAlive()).as(life.process().printed()).isTrue();
        assertThat(following.outcome()).isEqualTo(expected);
        assertThat(following.latest().minusSeconds(1800)).isAfter(following.earliest());
      }
    }
  }

  private static Optional<Path> library() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("/usr/lib"), 3)) {
      return files.filter(file -> file.endsWith("libfaketimeMT.so.1")).findFirst();
    }
  }
}
