package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away, in order or not, and comes back with its disk. */
class BrokerFaultsTest {

  @TempDir private static Path directory;

  @Test
  @Row("the broker killed")
  void aBrokerThatComesBackCostsNothing() throws Exception {
    int rounds = Boolean.getBoolean("faults.long") ? 5 : 2;
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "broker");
      Recipe recipe = Recipe.ALL.get(2);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config = stream.config(broker, "m", recipe, Map.of());
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config)) {
        try (Life life = Life.start(directory, "m", config)) {
          for (int round = 1; round <= rounds; round++) {
            long target = round * expected.step() / (rounds + 1);
            life.persist(() -> following.steps() >= target);
            if (round % 2 == 0) {
              broker.restart();
            } else {
              broker.killAndRestart();
            }
          }
          life.persist(() -> following.position() >= stream.end());
        }
        assertThat(following.outcome()).isEqualTo(expected);
      }
    }
  }
}
