package io.zeroflow.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 of a learner at a random place: in its start, in a batch, in an append, in a snapshot.
 * Whoever comes after it goes on to the very model of a run that nobody killed.
 */
@Execution(ExecutionMode.CONCURRENT) // starts of processes take turns with their waits
@Row(KillTest.ROW)
class KillTest {

  static final String ROW = "kill -9";

  @TempDir private static Path directory;
  private static Broker broker;
  private static Stream stream;
  private static final List<Double> RECOVERIES = new ArrayList<>();
  private static final Map<Recipe, Outcome> CLEAN = new ConcurrentHashMap<>();

  /** Seconds from the start of a process to the first record that it appends. */
  private static void recovered(double seconds) {
    synchronized (RECOVERIES) {
      RECOVERIES.add(seconds);
      List<Double> sorted = RECOVERIES.stream().sorted().toList();
      Figures.measured(
          ROW,
          "the first new record %.1f s after the start of a process (median; %.1f at most)"
              .formatted(sorted.get(sorted.size() / 2), sorted.getLast()));
    }
  }

  static LongStream seeds() {
    long first = Long.getLong("faults.seed", 1);
    return LongStream.range(first, first + Long.getLong("faults.seeds", 20));
  }

  @BeforeAll
  static void start() throws IOException {
    broker = Broker.start(directory.resolve("kafka"));
    stream = Stream.send(broker, "kill");
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aKilledLearnerLeavesNoTrace(long seed) throws Exception {
    Random random = new Random(seed);
    Recipe recipe = Recipe.ALL.get((int) (seed % Recipe.ALL.size()));
    Outcome clean = CLEAN.computeIfAbsent(recipe, r -> Outcome.undisturbed(broker, stream, r));
    String model = "killed-" + seed;
    Map<String, Object> snapshots =
        seed % 3 == 0
            ? Map.of()
            : Map.of(
                "zeroflow.snapshots.directory",
                directory.resolve("snapshots"),
                "zeroflow.snapshots.every",
                "50ms");
    String config = stream.config(broker, model, recipe, snapshots);
    int kills = seed % 10 == 0 ? 2 : 1;
    try (Outcome.Following following = new Outcome.Following(broker, stream, model, config)) {
      for (int life = 0; life < kills; life++) {
        long done = following.steps(); // asked once: records of the last life may still arrive
        long left = (clean.step() - done) / (kills - life);
        long target = done + random.nextLong(Math.max(1, left));
        try (Life running = Life.start(directory, model, config)) {
          running.until(() -> following.steps() >= target);
          LockSupport.parkNanos(random.nextInt(20_000_000)); // anywhere within what comes next
          running.process().kill();
        }
      }
      Waits.patiently().until(() -> following.ended() >= 0);
      long before = following.ended();
      long start = System.nanoTime();
      try (Life last = Life.start(directory, model, config)) {
        if (following.position() < stream.end()) { // the one that was killed may have been done
          last.until(() -> following.ended() > before);
          recovered((System.nanoTime() - start) / 1e9);
        }
        last.until(() -> following.position() >= stream.end());
        assertThat(last.process().isAlive()).isTrue();
        if (!Files.exists(ClassPath.archive())) {
          last.process().signal("TERM"); // an orderly end writes it
          last.process().exit();
        }
      }
      assertThat(following.outcome())
          .as("seed %d, %s, %d kills", seed, recipe, kills)
          .isEqualTo(clean);
    }
  }
}
