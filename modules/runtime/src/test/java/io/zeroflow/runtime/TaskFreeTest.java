package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.split.HashSplit;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that name no task and mark nothing as held out, in the whole system. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TaskFreeTest {

  private static final String SETTINGS =
      """
      zeroflow.learner.batch-size = 8
      zeroflow.evaluation.held-out-share = 0.3
      """;

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

  /** Animals, food and animals again; the learner is replaced in the middle of each. */
  @Test
  void tasksAreFoundMeasuredAndKnownAgain() throws Exception {
    List<Sample> stream = new ArrayList<>();
    for (String task : List.of("animals", "food", "animals")) {
      stream.addAll(visit(task));
    }
    try (Deployment whole = new Deployment(kafka, "free");
        Zeroflow zeroflow = whole.start(new PrometheusRegistry(), SETTINGS)) {
      whole.send(stream);
      LearnerStatus learned = whole.awaitLearned(zeroflow);
      List<JournalRecord> journal = whole.journalTo(learned.step());
      assertThat(starts(journal))
          .extracting(Change.TaskStarted::task)
          .containsExactly("found-1", "found-2", "found-1");
      assertThat(starts(journal))
          .extracting(Change.TaskStarted::evidence)
          .allMatch(evidence -> !evidence.isEmpty());
      assertThat(learned.samples())
          .isEqualTo(stream.stream().filter(sample -> !heldOut(sample)).count());
      Board board = ZeroflowTest.awaitRows(zeroflow, 2);
      // Distinct held-out sentences; some of the next task get in before it is noticed.
      int all = distinctHeldOut("animals") + distinctHeldOut("food");
      assertThat(board.rows().getLast().model()).containsOnlyKeys("found-1", "found-2");
      board
          .rows()
          .getLast()
          .model()
          .forEach(
              (task, score) ->
                  assertThat(score.total())
                      .isBetween(
                          distinctHeldOut(task.equals("found-1") ? "animals" : "food"), all));
      assertThat(now(zeroflow.landscape()).points())
          .hasSize(11)
          .allSatisfy(
              point -> {
                assertThat(point.running()).isFinite().isPositive();
                assertThat(point.past()).isFinite().isPositive();
              });
      Follower.Hash hash = ZeroflowTest.awaitFollower(zeroflow, learned.step());

      try (Deployment pieces = new Deployment(kafka, "free-in-pieces")) {
        int from = 0;
        for (int to : List.of(37, 130, 211, stream.size())) {
          try (Zeroflow piece = pieces.start(new PrometheusRegistry(), SETTINGS)) {
            pieces.send(stream.subList(from, to));
            from = to;
            if (to == stream.size()) {
              LearnerStatus last = pieces.awaitLearned(piece);
              assertThat(starts(pieces.journalTo(last.step()))).isEqualTo(starts(journal));
              assertThat(ZeroflowTest.awaitFollower(piece, last.step())).isEqualTo(hash);
            }
          }
        }
      }
    }
  }

  private List<Sample> visit(String task) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      samples.addAll(Glosses.training(task, random));
    }
    samples.replaceAll(s -> new Sample("", s.label(), Split.TRAIN, s.payload()));
    return samples;
  }

  private static boolean heldOut(Sample sample) {
    return new HashSplit(0.3).apply(sample) instanceof Sample s && s.split() == Split.EVAL;
  }

  private int distinctHeldOut(String task) {
    return (int)
        Glosses.training(task, random).stream().distinct().filter(TaskFreeTest::heldOut).count();
  }

  private static List<Change.TaskStarted> starts(List<JournalRecord> journal) {
    return journal.stream()
        .map(JournalRecord::change)
        .filter(Change.TaskStarted.class::isInstance)
        .map(Change.TaskStarted.class::cast)
        .toList();
  }
}
