package io.zeroflow.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.HeadRow;
import io.zeroflow.journal.JournalException;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.Init;
import io.zeroflow.optim.Objective;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.StepRecord;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The journal's promise, on a real broker: whoever applies the records holds the learner's bits.
 */
class FollowerEqualsLearnerTest {

  private static final int WIDTH = 16;
  private static final Topics TOPICS = new Topics("t", "t.dlq", "j", 1, (short) 1);

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Map<String, Object> client;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory);
    client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    assertThat(TOPICS.create(client)).containsExactly("t", "t.dlq", "j");
    assertThat(TOPICS.create(client)).isEmpty();
    assertThat(TOPICS.missing(client)).isEmpty();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void bitForBit(long seed) throws Exception {
    String model = "model-" + seed;
    Replica learner = new Replica();
    List<String> hashes = new ArrayList<>();
    try (JournalWriter writer = JournalWriter.open(client, "j", model)) {
      for (Change change : history(seed, learner)) {
        commit(writer, learner, change);
        hashes.add(learner.theta().sha256());
      }
      for (int i = 0; i < 300; i++) {
        commit(writer, learner, next(new SplittableRandom(seed * 1000 + i), learner));
        hashes.add(learner.theta().sha256());
      }
      writer.flush();
    }
    Replica follower = follow(model, Long.MAX_VALUE);
    assertSame(follower, learner);
    long middle = hashes.size() / 2;
    assertThat(follow(model, middle).theta().sha256()).isEqualTo(hashes.get((int) middle));
  }

  @Test
  void aSecondWriterFencesTheFirst() throws Exception {
    Replica first = new Replica();
    try (JournalWriter stale = JournalWriter.open(client, "j", "fenced")) {
      for (Change change : history(9, first)) {
        commit(stale, first, change);
      }
      stale.flush();
      try (JournalWriter fresh = JournalWriter.open(client, "j", "fenced")) {
        assertThatThrownBy(
                () -> {
                  commit(stale, first, new Change.TaskStarted("lost"));
                  stale.flush();
                })
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("takes no more records");
        Replica second = follow("fenced", Long.MAX_VALUE);
        commit(fresh, second, new Change.TaskStarted("kept"));
        fresh.flush();
        assertThat(follow("fenced", Long.MAX_VALUE).task()).isEqualTo("kept");
      }
    }
  }

  private static List<Change> history(long seed, Replica learner) {
    assertThat(learner.created()).isFalse();
    SliceSpec slice = new SliceSpec("adapter", List.of(40, 50), new Init.Uniform(0.3f));
    return List.of(
        new Change.ModelCreated(
            "m", seed, "net", "method", 8000, WIDTH, List.of(slice), Strategy.parse("zo-sgd")),
        new Change.TaskStarted("one"),
        row("a", seed));
  }

  /** A random next change: mostly steps, now and then anything else. */
  private static Change next(SplittableRandom random, Replica learner) {
    return switch (random.nextInt(20)) {
      case 0 -> row("class-" + random.nextInt(20), random.nextLong());
      case 1 -> new Change.TaskEnded("one", List.of(new HeadRow("a", 3, new float[WIDTH])));
      case 2 -> new Change.TaskStarted("task-" + random.nextInt(5));
      case 3 -> {
        var kinds = StrategyCatalog.kinds();
        String line = kinds.get(random.nextInt(kinds.size())).name() + "(q=3, weight-decay=0.01)";
        yield new Change.StrategyChanged(
            learner.strategyNumber() + 1, Strategy.parse(line), "operator", "");
      }
      case 4 -> step(learner, theta -> Double.NaN);
      default ->
          step(
              learner,
              theta -> {
                double sum = 0;
                for (int i = 0; i < theta.size(); i++) {
                  sum += theta.get(i) * (double) theta.get(i) * (i % 7);
                }
                return sum / theta.size();
              });
    };
  }

  private static Change step(Replica learner, Objective objective) {
    StepRecord record = learner.measure(objective);
    return new Change.Step(record, learner.strategyNumber(), 32);
  }

  private static Change row(String label, long seed) {
    float[] values = new float[WIDTH];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) random.nextDouble();
    }
    return new Change.HeadRows(List.of(new HeadRow(label, 5, values)));
  }

  private static void commit(JournalWriter writer, Replica replica, Change change)
      throws InterruptedException {
    long at = replica.positions().getOrDefault(0, 0L);
    JournalRecord record =
        replica.next(
            Math.max(0, replica.epoch()),
            Instant.EPOCH,
            List.of(new Consumed(0, at, at + 32)),
            change);
    writer.append(record);
    replica.apply(record);
  }

  private static Replica follow(String model, long untilSequence) {
    try (JournalReader reader = new JournalReader(client, "j", model)) {
      Replica replica = new Replica();
      long end = reader.end();
      while (reader.position() < end && replica.sequence() < untilSequence) {
        for (JournalRecord record : reader.poll(Duration.ofMillis(200))) {
          if (record.sequence() <= untilSequence) {
            replica.apply(record);
          }
        }
      }
      return replica;
    }
  }

  private static void assertSame(Replica follower, Replica learner) {
    assertThat(follower.theta().sha256()).isEqualTo(learner.theta().sha256());
    assertThat(follower.labels()).isEqualTo(learner.labels());
    assertThat(follower.positions()).isEqualTo(learner.positions());
    assertThat(follower.strategy()).isEqualTo(learner.strategy());
    assertThat(follower.step()).isEqualTo(learner.step());
    assertThat(follower.task()).isEqualTo(learner.task());
  }
}
