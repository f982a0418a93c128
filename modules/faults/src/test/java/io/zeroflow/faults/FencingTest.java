package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that was only asleep wakes up after another one has taken its place. */
class FencingTest {

  @TempDir private static Path directory;

  @Test
  @Row("the learner stopped")
  void aZombieIsFencedAndNothingOfItIsRead() throws Exception {
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "zombie");
      Recipe recipe = Recipe.ALL.get(1);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config = stream.config(broker, "m", recipe, Map.of());
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config);
          Life first = Life.start(directory, "m", config)) {
        Waits.patiently().until(() -> following.steps() >= 40);
        first.process().signal("STOP");
        try (Life second = Life.start(directory, "m", config)) {
          Waits.patiently().until(() -> following.position() >= stream.end());
          first.process().signal("CONT");
          assertThat(first.process().exit()).as("exit code of the zombie").isEqualTo(1);
          assertThat(second.process().isAlive()).isTrue();
        }
        following.ended();
        assertThat(following.outcome()).isEqualTo(expected);
      }
    }
  }
}
