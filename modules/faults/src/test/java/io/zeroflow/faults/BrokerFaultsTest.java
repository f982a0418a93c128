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
  void aBrokerThatComesBackCostsNothing() throws Exception {
    int rounds = Boolean.getBoolean("faults.long") ? 5 : 2;
    try (Broker broker = Broker.start(directory.resolve("kafka"))) {
      Stream stream = Stream.send(broker, "broker");
      Recipe recipe = Recipe.ALL.get(2);
      Outcome expected = Outcome.undisturbed(broker, stream, recipe);
      String config = stream.config(broker, "m", recipe, Map.of());
      try (Outcome.Following following = new Outcome.Following(broker, stream, "m", config)) {
        Life life = Life.start(directory, "m", config);
        try {
          for (int round = 1; round <= rounds; round++) {
            long target = round * expected.step() / (rounds + 1);
            Waits.patiently().until(() -> following.steps() >= target);
            if (round % 2 == 0) {
              broker.restart();
            } else {
              broker.killAndRestart();
            }
            if (!life.process().isAlive()) { // it may give up; whoever runs it starts it again
              life = Life.start(directory, "m", config);
            }
          }
          Waits.patiently().until(() -> following.position() >= stream.end());
        } finally {
          life.close();
        }
        assertThat(following.outcome()).isEqualTo(expected);
      }
    }
  }
}
