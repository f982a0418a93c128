package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static io.zeroflow.runtime.Deployment.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Sample;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.journal.Reason;
import io.zeroflow.journal.Replica;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.follow.Board;
import io.zeroflow.runtime.follow.Follower;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that decide while a real stream is learned. */
class DecisionsTest {

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
  void aCanaryIsForkedMeasuredAndJudged() throws Exception {
    String settings =
        """
        zeroflow.supervisor {
          policy = canary, cooldown = 0s
          canary { candidates = ["zo-sgd(lr=2e-3)"], every = 3, evaluations = 2, margin = 0 }
        }
        """;
    try (Deployment deployment = new Deployment(kafka, "canary");
        Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), settings)) {
      start(deployment);
      feedUntil(deployment, zeroflow, decided -> decided.decision().matches("fork-.*"));
      List<Board.Decided> decisions = now(zeroflow.board()).decisions();
      assertThat(decisions)
          .filteredOn(decided -> decided.decision().equals("forked"))
          .allSatisfy(
              forked -> {
                assertThat(forked.what()).isEqualTo("zo-sgd(lr=0.002)");
                assertThat(forked.cause()).isEqualTo("canary");
              });
      assertThat(decisions)
          .filteredOn(decided -> decided.decision().startsWith("fork-"))
          .allSatisfy(verdict -> assertThat(verdict.evidence()).contains("beside the model"));
      assertEveryFollowerAgrees(deployment, zeroflow);
    }
  }

  @Test
  void aSwapThatDestroysTheModelIsUndoneAndBothAreExplained() throws Exception {
    String settings =
        """
        zeroflow.learner.exploding-loss = 0
        zeroflow.supervisor {
          policy = rules, cooldown = 1h
          probation { evaluations = 10000, bad-in-a-row = 2, accuracy-drop = 0.1 }
          rules = [{ name = reckless, signal = accuracy, above = 0.7, swap-to = "zo-sgd(lr=100)" }]
        }
        """;
    try (Deployment deployment = new Deployment(kafka, "reckless");
        Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), settings)) {
      start(deployment);
      feedUntil(
          deployment,
          zeroflow,
          decided ->
              decided.decision().equals("fork-adopted") && decided.cause().equals("probation"));
      List<Board.Decided> decisions = now(zeroflow.board()).decisions();
      assertThat(decisions.getFirst().evidence()).contains("as it was before the swap");
      assertThat(decisions)
          .filteredOn(decided -> decided.decision().equals("strategy-changed"))
          .singleElement()
          .satisfies(
              swap -> {
                assertThat(swap.cause()).isEqualTo("reckless");
                assertThat(swap.evidence()).contains("accuracy", "above 0.700");
                assertThat(swap.expected()).contains("accuracy below");
              });
      assertThat(now(zeroflow.status()).strategy()).startsWith("zo-sgd(lr=2e-4");
      assertEveryFollowerAgrees(deployment, zeroflow);
    }
  }

  @Test
  void operatorsChooseThePolicyForGood() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "policy")) {
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), "")) {
        assertThat(now(zeroflow.policy())).isEqualTo("manual");
        assertThatThrownBy(() -> now(zeroflow.choosePolicy("magic")))
            .hasMessageContaining("there are manual, rules, canary, bandit");
        assertThatThrownBy(() -> now(zeroflow.adoptFork()))
            .hasMessageContaining("while it is on probation");
        now(zeroflow.choosePolicy("bandit"));
        patiently().until(() -> now(zeroflow.policy()).equals("bandit"));
        Board.Decided decided = now(zeroflow.board()).decisions().getFirst();
        assertThat(decided.what()).isEqualTo("bandit");
        assertThat(decided.cause()).isEqualTo(Reason.OPERATOR);
      }
      try (Zeroflow again = deployment.start(new PrometheusRegistry(), "")) {
        assertThat(now(again.policy())).isEqualTo("bandit");
      }
    }
  }

  @Test
  void aPausedLearnerTakesNoStepAndLosesNothing() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "pause");
        Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), "")) {
      assertThat(now(zeroflow.pause(true))).isTrue();
      int sent = start(deployment);
      // All of them are on their way.
      patiently().until(() -> Objects.equals(zeroflow.health().consumerLag(), (long) sent));
      assertThat(now(zeroflow.status()).samples()).isZero();
      assertThat(now(zeroflow.swap(Strategy.parse("zo-adam"))).strategy()).startsWith("zo-adam");
      assertThat(now(zeroflow.pause(false))).isTrue();
      deployment.send(new TaskEnd("animals"));
      assertThat(deployment.awaitLearned(zeroflow).samples()).isEqualTo(sent);
    }
  }

  @Test
  void aRestartIsStillPausedAndLosesNothing() throws Exception {
    try (Deployment deployment = new Deployment(kafka, "pause-restart")) {
      LearnerStatus paused;
      int sent;
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), "")) {
        assertThat(now(zeroflow.pause(false))).isFalse();
        assertThat(now(zeroflow.pause(true))).isTrue();
        paused = now(zeroflow.status());
        assertThat(paused.pausedBy()).isEqualTo(Reason.OPERATOR);
        assertThat(now(zeroflow.pause(true))).isFalse();
        assertThat(now(zeroflow.status()).sequence()).isEqualTo(paused.sequence());
        sent = start(deployment);
        int arrived = sent;
        patiently().until(() -> Objects.equals(zeroflow.health().consumerLag(), (long) arrived));
      } // while lots wait
      PrometheusRegistry registry = new PrometheusRegistry();
      try (Zeroflow again = deployment.start(registry, "")) {
        LearnerStatus still = now(again.status());
        assertThat(still.paused()).isTrue();
        assertThat(still.pausedBy()).isEqualTo(Reason.OPERATOR);
        assertThat(still.pausedSince()).isEqualTo(paused.pausedSince());
        assertThat(still.sequence()).isEqualTo(paused.sequence());
        assertThat(new Samples(registry).value("zeroflow_paused")).isEqualTo(1);
        assertThat(now(again.pause(false))).isTrue();
        assertThat(now(again.status()).pausedSince()).isNull();
        assertThat(new Samples(registry).value("zeroflow_paused")).isZero();
        deployment.send(new TaskEnd("animals"));
        assertThat(deployment.awaitLearned(again).samples()).isEqualTo(sent);
        patiently()
            .untilAsserted(
                () ->
                    assertThat(now(again.board()).decisions())
                        .extracting(Board.Decided::decision)
                        .containsExactly("resumed", "paused", "model-created"));
      }
    }
  }

  private int start(Deployment deployment) {
    deployment.send(Glosses.heldOut("animals"));
    List<Sample> training = Glosses.training("animals", random);
    deployment.send(training);
    return training.size();
  }

  private void feedUntil(
      Deployment deployment, Zeroflow zeroflow, Predicate<Board.Decided> decided) {
    patiently()
        .until(
            () -> {
              deployment.send(Glosses.training("animals", random));
              return now(zeroflow.board()).decisions().stream().anyMatch(decided);
            });
  }

  private static void assertEveryFollowerAgrees(Deployment deployment, Zeroflow zeroflow)
      throws Exception {
    LearnerStatus status = deployment.awaitLearned(zeroflow);
    Follower.Hash hash = ZeroflowTest.awaitFollower(zeroflow, status.step());
    Replica replica = ZeroflowTest.replay(deployment.journalTo(status.step()));
    assertThat(replica.theta().sha256()).isEqualTo(hash.sha256());
  }
}
