package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static io.zeroflow.runtime.Deployment.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.Consumed;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole system on a real broker with the real network. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ZeroflowTest {

  private static final int EPOCHS = 3;
  private static final int TRAINING = 8;
  private static final int HELD_OUT = 4;

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  private final Random random = new Random(1);

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void learnsSwapsRestartsAndGoesOnWithTheSameBits() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "whole")) {
      Board before;
      LearnerStatus stopped;
      Follower.Hash hash;
      Samples samples;
      PrometheusRegistry registry = new PrometheusRegistry();
      try (Zeroflow zeroflow = deployment.start(registry, "")) {
        feed(deployment, "animals");
        deployment.awaitLearned(zeroflow);
        LearnerStatus swapped = now(zeroflow.swap(Strategy.parse("zo-adam(lr=1e-4)")));
        assertThat(swapped.strategy()).startsWith("zo-adam(lr=1e-4");
        feed(deployment, "food");
        // This one lands somewhere among the batches.
        CompletionStage<LearnerStatus> swap = zeroflow.swap(Strategy.parse("zo-sgd(lr=1e-3)"));
        feed(deployment, "travel");
        now(swap);
        deployment.awaitLearned(zeroflow);
        before = awaitRows(zeroflow, 3);
        stopped = now(zeroflow.status());
        hash = awaitFollower(zeroflow, stopped.step());
        samples = new Samples(registry);
      }

      List<JournalRecord> journal = deployment.journalTo(stopped.step());
      assertThat(replay(journal).theta().sha256()).isEqualTo(hash.sha256());
      assertOffsetsCoverTheTopic(journal, deployment.end());
      assertStrategiesFollowTheSwaps(journal);
      assertTold(samples, journal, stopped);
      assertLearned(before);

      assertRefused(
          deployment, "zeroflow.model.adapted-blocks = 2", "adapted-blocks", "zeroflow.model.id");
      assertRefused(deployment, "zeroflow.limits.labels = 21", "20 labels", "labels = 21");

      try (Zeroflow again = deployment.start(new PrometheusRegistry(), "")) {
        LearnerStatus resumed = now(again.status());
        assertThat(resumed.step()).isEqualTo(stopped.step());
        assertThat(resumed.epoch()).isGreaterThan(stopped.epoch());
        assertThat(resumed.positions()).isEqualTo(stopped.positions());
        assertThat(resumed.strategy()).isEqualTo(stopped.strategy());
        assertThat(resumed.samples()).isZero();
        assertThat(awaitFollower(again, stopped.step())).isEqualTo(hash);
        assertThat(awaitRows(again, 3).rows()).isEqualTo(before.rows());

        feed(deployment, "animals");
        LearnerStatus on = deployment.awaitLearned(again);
        assertThat(on.step()).isGreaterThan(stopped.step());
        Follower.Hash onward = awaitFollower(again, on.step());
        List<JournalRecord> whole = deployment.journalTo(on.step());
        assertThat(whole.subList(0, journal.size())).hasSameSizeAs(journal);
        assertThat(replay(whole).theta().sha256()).isEqualTo(onward.sha256());
        assertOffsetsCoverTheTopic(whole, deployment.end());
        assertThat(whole.getLast().epoch()).isEqualTo(on.epoch());
      }
    }
  }

  /** A second learner of the same model takes over; the first notices, stops and loses nothing. */
  @Test
  void aSecondLearnerTakesOverAndTheFirstEnds() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "twice")) {
      try (Zeroflow first = deployment.start(new PrometheusRegistry(), "")) {
        feed(deployment, "animals");
        deployment.awaitLearned(first);
        assertThat(first.ready()).isTrue();
        try (Zeroflow second = deployment.start(new PrometheusRegistry(), "")) {
          feed(deployment, "food");
          deployment.awaitLearned(second);
          feed(deployment, "travel");
          LearnerStatus status = deployment.awaitLearned(second);
          patiently().until(() -> !first.ready());
          assertThat(first.ended().toCompletableFuture()).isCompletedExceptionally();
          assertThat(second.ready()).isTrue();

          List<JournalRecord> journal = deployment.journalTo(status.step());
          assertThat(replay(journal).theta().sha256())
              .isEqualTo(awaitFollower(second, status.step()).sha256());
          assertOffsetsCoverTheTopic(journal, deployment.end());
        }
      }
    }
  }

  @Test
  void missingTopicsAreNamedWhereNoneMayBeCreated() {
    try (Deployment deployment = new Deployment(kafka, "absent")) {
      assertThatThrownBy(
              () ->
                  deployment.start(
                      new PrometheusRegistry(), "zeroflow.kafka.topics.create = false"))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("absent.tasks")
          .hasMessageContaining("absent.dlq")
          .hasMessageContaining("absent.journal")
          .hasMessageContaining(kafka.bootstrapServers())
          .hasMessageContaining("topics create");
    }
  }

  /** Held-out samples first, then the training samples several times, then the task's end. */
  private void feed(Deployment deployment, String task) {
    deployment.send(Glosses.heldOut(task));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      deployment.send(Glosses.training(task, random));
    }
    deployment.send(new TaskEnd(task));
  }

  static Board awaitRows(Zeroflow zeroflow, int rows) {
    return patiently().until(() -> now(zeroflow.board()), board -> board.rows().size() == rows);
  }

  static Follower.Hash awaitFollower(Zeroflow zeroflow, long step) {
    return patiently().until(() -> now(zeroflow.followerHash()), hash -> hash.step() == step);
  }

  /** A replica refuses gaps, repeats and steps of a strategy that is not active. */
  static Replica replay(List<JournalRecord> journal) {
    Replica replica = new Replica();
    journal.forEach(replica::apply);
    return replica;
  }

  private static void assertOffsetsCoverTheTopic(List<JournalRecord> journal, long end) {
    long position = 0;
    for (JournalRecord record : journal) {
      for (Consumed consumed : record.consumed()) {
        assertThat(consumed.partition()).isZero();
        assertThat(consumed.from()).isEqualTo(position);
        position = consumed.to();
      }
    }
    assertThat(position).isEqualTo(end);
  }

  private static void assertStrategiesFollowTheSwaps(List<JournalRecord> journal) {
    int active = 0;
    Set<Integer> used = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (JournalRecord record : journal) {
      if (record.change() instanceof Change.StrategyChanged changed) {
        active = changed.number();
        names.add(changed.strategy().name());
        assertThat(changed.reason().cause()).isEqualTo("operator");
      } else if (record.change() instanceof Change.Step step) {
        assertThat(step.strategy()).isEqualTo(active);
        used.add(active);
      }
    }
    assertThat(names).containsExactly("zo-adam", "zo-sgd");
    assertThat(used).contains(0, 2);
  }

  private static void assertTold(
      Samples samples, List<JournalRecord> journal, LearnerStatus status) {
    int trained = Glosses.TASKS.size() * EPOCHS * TRAINING;
    long steps = journal.stream().filter(record -> record.change() instanceof Change.Step).count();
    assertThat(status.samples()).isEqualTo(trained);
    assertThat(status.step()).isEqualTo(steps);
    assertThat(samples.value("zeroflow_samples")).isEqualTo(trained);
    assertThat(samples.value("zeroflow_steps")).isEqualTo(steps);
    assertThat(samples.value("zeroflow_step")).isEqualTo(steps);
    assertThat(samples.value("zeroflow_forward_passes")).isEqualTo(2.0 * steps);
    assertThat(samples.value("zeroflow_steps_rejected", "reason", "non-finite-loss")).isZero();
    assertThat(samples.value("zeroflow_loss")).isPositive();
    assertThat(
            samples.value(
                "zeroflow_strategy_swaps", "cause", "operator", "from", "zo-sgd", "to", "zo-adam"))
        .isEqualTo(1);
    assertThat(samples.active("zeroflow_strategy")).containsExactly("zo-sgd");
    assertThat(samples.value("zeroflow_dead_letters", "reason", "unsupported_input")).isZero();
    for (String task : Glosses.TASKS) {
      assertThat(samples.value("zeroflow_task_accuracy_ratio", "task", task)).isBetween(0.0, 1.0);
    }
  }

  /** Sentences about cats and bread are easy for this network: chance is one in six. */
  private static void assertLearned(Board board) {
    assertThat(board.rows()).extracting(Board.Row::task).isEqualTo(Glosses.TASKS);
    Board.Row last = board.rows().getLast();
    assertThat(last.model()).containsOnlyKeys(Glosses.TASKS);
    assertThat(last.model().values()).allMatch(score -> score.total() == HELD_OUT);
    assertThat(board.scores().average()).isGreaterThan(0.5);
    assertThat(board.control().average()).isGreaterThan(0.5);
    assertThat(board.swaps()).extracting(Board.Swap::number).containsExactly(0, 1, 2);
    assertThat(board.running()).isNull();
  }

  private static void assertRefused(Deployment deployment, String override, String... fragments) {
    assertThatThrownBy(() -> deployment.start(new PrometheusRegistry(), override))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'whole'")
        .hasMessageContaining("another zeroflow.model.id")
        .hasMessageContainingAll(fragments);
  }
}
