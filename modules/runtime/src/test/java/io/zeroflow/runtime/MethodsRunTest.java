package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Replica;
import io.zeroflow.model.method.Methods;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The continual-learning methods in the whole system. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class MethodsRunTest {

  private static final int EPOCHS = 3;

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  private final Random random = new Random(2);

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  private void begin(Deployment deployment, String task) {
    deployment.send(Glosses.heldOut(task));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      deployment.send(Glosses.training(task, random));
    }
  }

  private static String method(Methods method) {
    return "zeroflow.model.method = " + method;
  }

  /** What is journaled at the end of a task is applied by the follower, and it answers by it. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FINE_TUNE", "EASE"}) // learned elsewhere
  void everyMethodLearnsATask(Methods method) throws Exception {
    try (Deployment deployment = new Deployment(kafka, "with-" + method);
        Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), method(method))) {
      begin(deployment, "animals");
      deployment.send(new TaskEnd("animals"));
      LearnerStatus learned = deployment.awaitLearned(zeroflow);
      assertThat(learned.method()).startsWith(method.toString());
      assertThat(learned.step() > 0).isEqualTo(method.trains());
      Board.Row row = ZeroflowTest.awaitRows(zeroflow, 1).rows().getFirst();
      assertThat(row.model()).containsOnlyKeys("animals");
      assertThat(row.model().values()).allMatch(score -> score.correct() >= 2);
    }
  }

  /**
   * Another learner takes over in the middle of the second task, and reads the part of it that the
   * first one had learned once more.
   */
  @Test
  void easeOutlivesACrashInTheMiddleOfATask() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "crash");
        Zeroflow first = deployment.start(new PrometheusRegistry(), method(Methods.EASE))) {
      begin(deployment, "animals");
      deployment.send(new TaskEnd("animals"));
      begin(deployment, "food");
      LearnerStatus stopped = deployment.awaitLearned(first);
      Follower.Hash hash = ZeroflowTest.awaitFollower(first, stopped.step());

      try (Zeroflow second = deployment.start(new PrometheusRegistry(), method(Methods.EASE))) {
        LearnerStatus resumed = now(second.status());
        assertThat(resumed.step()).isEqualTo(stopped.step());
        assertThat(resumed.task()).isEqualTo("food");
        assertThat(ZeroflowTest.awaitFollower(second, stopped.step())).isEqualTo(hash);
        deployment.send(new TaskEnd("food"));
        begin(deployment, "travel");
        deployment.send(new TaskEnd("travel"));
        LearnerStatus learned = deployment.awaitLearned(second);

        List<JournalRecord> journal = deployment.journalTo(learned.step());
        Replica replica = ZeroflowTest.replay(journal);
        assertThat(replica.theta().sha256())
            .isEqualTo(ZeroflowTest.awaitFollower(second, learned.step()).sha256());
        assertThat(journal.stream().map(JournalRecord::change).filter(MethodsRunTest::restarts))
            .containsExactly(
                new Change.TaskStarted("food", true), new Change.TaskStarted("travel", true));
        // The head knows the last task alone: what is known of the others is EASE's.
        assertThat(replica.labels()).containsExactlyInAnyOrder("ship", "train");
        Board.Row last = ZeroflowTest.awaitRows(second, 3).rows().getLast();
        assertThat(last.model()).containsOnlyKeys(Glosses.TASKS);
        assertThat(last.model().values()).allMatch(score -> score.correct() >= 2);
      }
    }
  }

  private static boolean restarts(Change change) {
    return change instanceof Change.TaskStarted started && started.restart();
  }
}
