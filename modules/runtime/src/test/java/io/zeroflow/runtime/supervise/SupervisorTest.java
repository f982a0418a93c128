package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.settings.SupervisorSettings;
import io.zeroflow.runtime.settings.SupervisorSettings.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SupervisorTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Strategy CURRENT = Strategy.parse("zo-sgd(lr=0.1)");
  private static final Strategy TARGET = Strategy.parse("zo-sgd(lr=0.001)");
  private static final long START = 100;

  private final TestProbe<Learner.Command> learner = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void forgettingMakesItSwapWithTheEvidence() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.FORGETTING, CURRENT);
    score(supervisor, 100, 0.3, 0.3);
    Learner.Swap swap = learner.expectMessageClass(Learner.Swap.class);
    assertThat(swap.strategy()).isEqualTo(TARGET);
    assertThat(swap.cause()).isEqualTo("forgetting");
    assertThat(swap.evidence()).contains("0.300", "step 101");
  }

  @Test
  void itAsksOnceAndNotAgainWhileTheLearnerIsAtIt() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.FORGETTING, CURRENT);
    score(supervisor, 100, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3);
    Learner.Swap swap = learner.expectMessageClass(Learner.Swap.class);
    Learner.Swap order = order(supervisor, "zo-adam");
    assertThat(order.cause()).isEqualTo(Supervisor.OPERATOR); // nothing came in between
    swap.replyTo().tell(status(TARGET));
  }

  @Test
  void afterASwapToTheTargetItIsContent() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.FORGETTING, CURRENT);
    score(supervisor, 100, 0.3, 0.3);
    learner.expectMessageClass(Learner.Swap.class).replyTo().tell(status(TARGET));
    score(supervisor, 200, 0.9, 0.9, 0.9);
    assertThat(order(supervisor, "zo-adam").cause()).isEqualTo(Supervisor.OPERATOR);
  }

  @Test
  void manualMeansThatOnlyOperatorsSwap() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.MANUAL, CURRENT);
    score(supervisor, 100, 0.9, 0.9, 0.9, 0.9);
    Learner.Swap order = order(supervisor, "zo-adam(q=2)");
    assertThat(order.strategy()).isEqualTo(Strategy.parse("zo-adam(q=2)"));
    assertThat(order.cause()).isEqualTo(Supervisor.OPERATOR);
  }

  @Test
  void anOperatorIsAnsweredWhenTheLearnerHasIt() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.FORGETTING, CURRENT);
    TestProbe<LearnerStatus> operator = KIT.createTestProbe();
    supervisor.tell(new Supervisor.Order(TARGET, operator.ref()));
    Learner.Swap swap = learner.expectMessageClass(Learner.Swap.class);
    LearnerStatus status = status(TARGET);
    swap.replyTo().tell(status);
    assertThat(operator.receiveMessage()).isSameAs(status);
  }

  /** After a restart the ends of earlier tasks are measured again. */
  @Test
  void whatWasForgottenBeforeTheStartDoesNotCount() {
    ActorRef<Supervisor.Command> supervisor = supervisor(Policy.FORGETTING, CURRENT);
    score(supervisor, 0, 0.9, 0.9, 0.9, 0.9);
    assertThat(order(supervisor, "zo-adam").cause()).isEqualTo(Supervisor.OPERATOR);
  }

  private ActorRef<Supervisor.Command> supervisor(Policy policy, Strategy current) {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    SupervisorSettings settings = new SupervisorSettings(policy, 0.1, 2, TARGET, Duration.ZERO);
    return KIT.spawn(Supervisor.create(settings, current, START, learner.ref(), clock));
  }

  private static void score(
      ActorRef<Supervisor.Command> supervisor, long firstStep, double... forgetting) {
    for (int i = 0; i < forgetting.length; i++) {
      supervisor.tell(
          new Supervisor.Scored(firstStep + i, forgetting[i], Map.of("t", forgetting[i]), 0.5));
    }
  }

  /** Has an operator order a swap: messages are in order, so nothing else may come before it. */
  private Learner.Swap order(ActorRef<Supervisor.Command> supervisor, String line) {
    TestProbe<LearnerStatus> operator = KIT.createTestProbe();
    supervisor.tell(new Supervisor.Order(Strategy.parse(line), operator.ref()));
    return learner.expectMessageClass(Learner.Swap.class);
  }

  private static LearnerStatus status(Strategy strategy) {
    return new LearnerStatus(
        "m",
        "toy",
        "fine-tune",
        "cpu",
        1,
        null,
        7,
        10,
        2,
        strategy.toString(),
        0.5f,
        1,
        2,
        0,
        9,
        Map.of(0, 5L));
  }
}
