package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Learner;
import io.zeroflow.runtime.learn.LearnerStatus;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Instant;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SupervisorTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final long START = 100;

  private final TestProbe<Learner.Command> learner = KIT.createTestProbe();
  private final TestProbe<StatusReply<LearnerStatus>> operator = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void forgettingMakesItOrderASwapWithTheEvidence() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    score(supervisor, 100, 0.3, 0.3);
    Order.Swap swap = (Order.Swap) obey().order();
    assertThat(swap.strategy()).isEqualTo(Seen.B);
    assertThat(swap.reason().evidence()).contains("0.300", "step 101");
  }

  @Test
  void itOrdersOnceAndNotAgainWhileTheLearnerIsAtIt() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    score(supervisor, 100, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3);
    obey();
    assertThat(operated(supervisor)).isEqualTo(Reason.operator()); // nothing came in between
  }

  @Test
  void whatWasSeenBeforeItsOrderCameBackDoesNotCount() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    score(supervisor, 100, 0.3, 0.3);
    obey().replyTo().tell(StatusReply.success(status(500)));
    score(supervisor, 200, 0.9, 0.9, 0.9);
    assertThat(operated(supervisor)).isEqualTo(Reason.operator());
  }

  @Test
  void manualMeansThatOnlyOperatorsDecide() {
    ActorRef<Supervisor.Command> supervisor = supervisor("manual");
    score(supervisor, 100, 0.9, 0.9, 0.9, 0.9);
    assertThat(operated(supervisor)).isEqualTo(Reason.operator());
  }

  @Test
  void anOperatorIsAnsweredWhenTheLearnerHasDoneIt() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    supervisor.tell(new Supervisor.Operate(new Order.Adopt(Reason.operator()), operator.ref()));
    LearnerStatus status = status(7);
    obey().replyTo().tell(StatusReply.success(status));
    assertThat(operator.receiveMessage().getValue()).isSameAs(status);
  }

  @Test
  void anotherPolicyIsOrderedAndCountsOnceItIsInTheJournal() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    supervisor.tell(choose("manual"));
    Learner.Obey obey = obey();
    assertThat(obey.order()).isEqualTo(new Order.Choose("manual", Reason.operator()));
    obey.replyTo().tell(StatusReply.success(status(7)));
    assertThat(operator.receiveMessage().isSuccess()).isTrue();
    supervisor.tell(
        new Supervisor.Recorded(7, new Change.PolicyChanged("manual", Reason.operator())));
    TestProbe<String> name = KIT.createTestProbe();
    supervisor.tell(new Supervisor.GetPolicy(name.ref()));
    name.expectMessage("manual");
  }

  @Test
  void aPolicyThatThereIsNotIsNamedWithThoseThatThereAre() {
    supervisor("rules").tell(choose("magic"));
    assertThat(operator.receiveMessage().getError())
        .hasMessage("there is no policy 'magic'; there are manual, rules, canary, bandit");
  }

  /** After a restart the ends of earlier tasks are measured again. */
  @Test
  void whatWasForgottenBeforeTheStartDoesNotCount() {
    ActorRef<Supervisor.Command> supervisor = supervisor("rules");
    score(supervisor, 0, 0.9, 0.9, 0.9, 0.9);
    assertThat(operated(supervisor)).isEqualTo(Reason.operator());
  }

  private ActorRef<Supervisor.Command> supervisor(String policy) {
    SupervisorSettings settings = Seen.settings(policy, Seen.rule("r", 0.1, 0.1, 2, Seen.B));
    Policies policies = new Policies(settings);
    return KIT.spawn(
        Supervisor.create(
            new Supervision(settings, policies, null, Seen.A),
            policies,
            START,
            learner.ref(),
            () -> 0));
  }

  private static void score(
      ActorRef<Supervisor.Command> supervisor, long firstStep, double... forgetting) {
    for (int i = 0; i < forgetting.length; i++) {
      supervisor.tell(new Supervisor.Scored(Seen.at(firstStep + i, 0.5, forgetting[i])));
    }
  }

  /** Has an operator order a swap: messages are in order, so nothing else may come before it. */
  private Reason operated(ActorRef<Supervisor.Command> supervisor) {
    Strategy strategy = Strategy.parse("zo-adam(q=2)");
    supervisor.tell(
        new Supervisor.Operate(new Order.Swap(strategy, false, Reason.operator()), operator.ref()));
    return ((Order.Swap) obey().order()).reason();
  }

  private Supervisor.Operate choose(String policy) {
    return new Supervisor.Operate(new Order.Choose(policy, Reason.operator()), operator.ref());
  }

  private Learner.Obey obey() {
    return learner.expectMessageClass(Learner.Obey.class);
  }

  private static LearnerStatus status(long sequence) {
    return new LearnerStatus(
        "m",
        "toy",
        "fine-tune",
        "cpu",
        1,
        Instant.EPOCH,
        null,
        false,
        null,
        null,
        sequence,
        7,
        10,
        2,
        "zo-sgd",
        0.5f,
        1,
        2,
        0,
        9,
        Map.of(0, 5L));
  }
}
