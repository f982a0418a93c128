package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static io.zeroflow.runtime.Deployment.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.Change;
import io.zeroflow.journal.JournalRecord;
import io.zeroflow.journal.Reason;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that say nothing for a while, or nothing that can be learned, in the whole system. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class QuietStreamTest {

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;

  private final Random random = new Random(1);
  private final SampleCodec codec = new SampleCodec();

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  /** Junk before, between and behind samples; half a batch; a restart; then a second partition. */
  @Test
  void anIdleLearnerHasNoLagAndARestartSendsNoLetterAgain() throws Exception {
    List<Sample> samples = Glosses.training("animals", random);
    try (Deployment deployment = new Deployment(kafka, "idle")) {
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), "")) {
        junk(deployment);
        deployment.send(samples.subList(0, 3));
        junk(deployment);
        deployment.send(tensor(Split.EVAL)); // for a model that takes text
        deployment.send(Glosses.heldOut("animals"));
        awaitIdle(zeroflow, 3);
        assertThat(reasons(deployment, 3))
            .containsExactly("not_a_sample", "not_a_sample", "unsupported_input");
        assertThat(zeroflow.health().deadLetters())
            .containsEntry("not_a_sample", 2L)
            .containsEntry("unsupported_input", 1L);
      }
      assertThat(passed(deployment.journalTo(0))).isNotEmpty();

      PrometheusRegistry registry = new PrometheusRegistry();
      try (Zeroflow zeroflow = deployment.start(registry, "")) {
        awaitIdle(zeroflow, 3);
        junk(deployment);
        awaitIdle(zeroflow, 3);
        assertThat(reasons(deployment, 4)).as("three and one").hasSize(4);
        assertThat(zeroflow.health().deadLetters()).containsEntry("not_a_sample", 1L);
        assertThat(now(zeroflow.status()).samples()).isZero();

        assertThat(now(zeroflow.flushSamples())).isEqualTo(3);
        LearnerStatus learned =
            patiently().until(() -> now(zeroflow.status()), status -> status.samples() == 3);
        assertThat(learned.classes()).isPositive();
        assertThat(now(zeroflow.flushSamples())).isZero();
        Board board =
            patiently().until(() -> now(zeroflow.board()), all -> all.decisions().size() == 2);
        Board.Decided flushed = board.decisions().getFirst();
        assertThat(flushed.decision()).isEqualTo("flushed");
        assertThat(flushed.what()).isEqualTo("3 samples");
        assertThat(flushed.cause()).isEqualTo(Reason.OPERATOR);
        assertThat(new Samples(registry).value("zeroflow_waiting_samples")).isZero();

        try (Admin admin = Admin.create(deployment.client())) {
          admin
              .createPartitions(Map.of(deployment.tasks(), NewPartitions.increaseTo(2)))
              .all()
              .get();
        }
        for (Sample sample : samples.subList(0, 4)) {
          deployment.send(new ProducerRecord<>(deployment.tasks(), 1, null, codec.encode(sample)));
        }
        patiently()
            .until(
                () -> now(zeroflow.status()),
                status -> status.positions().getOrDefault(1, 0L) == 4);
        awaitIdle(zeroflow, 0);
      }
    }
  }

  @Test
  void aNewClassIsKnownAfterAQuietTimeAndTheListOfDecisionsIsNotFlooded() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "quiet");
        Zeroflow zeroflow =
            deployment.start(new PrometheusRegistry(), "zeroflow.learner.flush-after = 200ms")) {
      deployment.send(Glosses.training("animals", random).subList(0, 3));
      LearnerStatus learned = deployment.awaitLearned(zeroflow);
      assertThat(learned.classes()).isPositive();
      List<JournalRecord> journal = deployment.journalTo(learned.step());
      assertThat(journal.stream().map(JournalRecord::change))
          .filteredOn(Change.Flushed.class::isInstance)
          .isNotEmpty()
          .allSatisfy(
              change ->
                  assertThat(((Change.Flushed) change).reason())
                      .isEqualTo(new Reason(Reason.QUIET, "no record came for 200 ms", "")));
      Follower.Hash hash = ZeroflowTest.awaitFollower(zeroflow, learned.step());
      assertThat(ZeroflowTest.replay(journal).theta().sha256()).isEqualTo(hash.sha256());
      assertThat(now(zeroflow.board()).decisions())
          .extracting(Board.Decided::decision)
          .doesNotContain("flushed");
    }
  }

  /** What finds tasks looks at whole batches, so a restart must cut them where they were cut. */
  @Test
  void aRestartAfterFlushesInATaskFindsTheSameModel() throws Exception {
    String settings = "zeroflow.learner.batch-size = 8";
    List<Sample> stream = new ArrayList<>();
    for (String task : List.of("animals", "food")) {
      for (int i = 0; i < 10; i++) {
        stream.addAll(Glosses.training(task, random));
      }
    }
    stream.replaceAll(s -> new Sample("", s.label(), Split.TRAIN, s.payload()));
    List<Integer> flushes = List.of(13, 30, 51);
    int restart = 64;
    Follower.Hash whole;
    try (Deployment deployment = new Deployment(kafka, "flushed");
        Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), settings)) {
      feed(deployment, zeroflow, stream, flushes);
      deployment.send(stream.subList(51, stream.size()));
      whole = learned(deployment, zeroflow, stream.size());
    }
    try (Deployment deployment = new Deployment(kafka, "flushed-in-pieces")) {
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), settings)) {
        feed(deployment, zeroflow, stream, flushes);
        deployment.send(stream.subList(51, restart));
        patiently().until(() -> now(zeroflow.status()).samples() == 59);
      }
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), settings)) {
        deployment.send(stream.subList(restart, stream.size()));
        assertThat(learned(deployment, zeroflow, stream.size())).isEqualTo(whole);
      }
    }
  }

  private static void feed(
      Deployment deployment, Zeroflow zeroflow, List<Sample> stream, List<Integer> flushes)
      throws Exception {
    int from = 0;
    for (int to : flushes) {
      deployment.send(stream.subList(from, to));
      int waiting = (to - from) % 8;
      patiently()
          .until(
              () ->
                  now(zeroflow.status()).samples() == to - waiting
                      && zeroflow.health().waitingSamples() == waiting);
      assertThat(now(zeroflow.flushSamples())).isEqualTo(waiting);
      from = to;
    }
  }

  /** The model once all of the stream is learned, the last samples by a flush. */
  private static Follower.Hash learned(Deployment deployment, Zeroflow zeroflow, int samples)
      throws Exception {
    int waiting = (samples - 51) % 8;
    patiently().until(() -> zeroflow.health().waitingSamples() == waiting);
    now(zeroflow.flushSamples());
    return ZeroflowTest.awaitFollower(zeroflow, deployment.awaitLearned(zeroflow).step());
  }

  private static void awaitIdle(Zeroflow zeroflow, int waiting) {
    patiently()
        .until(
            zeroflow::health,
            health ->
                health.waitingSamples() == waiting && Objects.equals(health.consumerLag(), 0L));
  }

  private static void junk(Deployment deployment) {
    deployment.send("junk".getBytes(StandardCharsets.UTF_8));
  }

  private static Sample tensor(Split split) {
    return new Sample(
        "animals", "cat", split, new Payload.Tensor(new int[] {2}, new float[] {1, 2}));
  }

  private static List<String> reasons(Deployment deployment, int letters) {
    return deployment.deadLetters(letters).stream()
        .map(letter -> letter.headers().lastHeader("__zeroflow.errors.reason").value())
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  private static List<JournalRecord> passed(List<JournalRecord> journal) {
    return journal.stream()
        .filter(record -> record.change() instanceof Change.OffsetsPassed)
        .toList();
  }
}
