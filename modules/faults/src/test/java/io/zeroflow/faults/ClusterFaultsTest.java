package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Kafka as it is run where it matters, and the network before it. */
@EnabledIfSystemProperty(named = "faults.long", matches = "true")
class ClusterFaultsTest {

  private static final Duration CUT = Duration.ofSeconds(60);

  @TempDir private static Path directory;

  /** Three brokers hold everything; one after the other is killed while the others go on. */
  @Test
  @Row("three brokers")
  void aBrokerOfThreeCanBeKilledAtAnyTime() throws Exception {
    try (Cluster kafka = Cluster.start(directory.resolve("three"), 3)) {
      Stream stream = Stream.send(kafka, "three");
      Recipe recipe = Recipe.ALL.get(1);
      Outcome expected = Outcome.undisturbed(kafka, stream, recipe);
      String config = stream.config(kafka, "m", recipe, Map.of());
      try (Outcome.Following following = new Outcome.Following(kafka, stream, "m", config);
          Life life = Life.start(directory, "m", config)) {
        for (int node = 0; node < 3; node++) {
          long target = (node + 1) * expected.step() / 5;
          Waits.patiently().until(() -> following.steps() >= target);
          kafka.kill(node);
          long further = target + expected.step() / 10;
          Waits.patiently().until(() -> following.steps() >= further); // without it
          kafka.launch(node);
          kafka.awaitWhole();
        }
        Waits.patiently().until(() -> following.position() >= stream.end());
        assertThat(life.process().isAlive()).as(life.process().printed()).isTrue();
        assertThat(following.outcome()).isEqualTo(expected);
      }
    }
  }

  /**
   * Nothing arrives for a minute, and nobody is told. A learner may give up; then it is started.
   */
  @Test
  @Row("the network")
  void aNetworkThatIsCutCostsTimeAlone() throws Exception {
    try (Cluster kafka = Cluster.start(directory.resolve("cut"), 1)) {
      Stream stream = Stream.send(kafka, "cut");
      Recipe recipe = Recipe.ALL.get(3);
      Outcome expected = Outcome.undisturbed(kafka, stream, recipe);
      String config = stream.config(kafka, "cut", recipe, Map.of());
      try (Outcome.Following following = new Outcome.Following(kafka, stream, "cut", config)) {
        try (Life life = Life.start(directory, "cut", config)) {
          Waits.patiently().until(() -> following.steps() >= expected.step() / 3);
          kafka.wire(0).cut();
          LockSupport.parkNanos(CUT.toNanos()); // the fault itself
          kafka.wire(0).mend();
          life.persist(() -> following.position() >= stream.end());
        }
        assertThat(following.outcome()).isEqualTo(expected);
      }
    }
  }
}
