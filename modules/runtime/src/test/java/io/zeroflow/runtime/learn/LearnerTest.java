package io.zeroflow.runtime.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.source.Lot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.Test;

/** What a learner does first, and what it answers when; its work is only written down. */
class LearnerTest {

  private static final Order SWAP =
      new Order.Swap(Strategy.parse("zo-adam"), false, Reason.operator());

  private final List<String> done = new ArrayList<>();
  private final Noted work = new Noted();
  private final AtomicReference<LearnerStatus> published = new AtomicReference<>();
  private final TestInbox<Done> stream = TestInbox.create();
  private final TestInbox<StatusReply<LearnerStatus>> operator = TestInbox.create();

  @Test
  void anOrderOvertakesTheLotsThatWait() {
    BehaviorTestKit<Learner.Command> learner = learner();
    lot(learner, "a");
    lot(learner, "b");
    order(learner, SWAP);
    run(learner);
    assertThat(done).containsExactly("Swap", "a", "b");
  }

  @Test
  void aLotIsAnsweredWhenItIsLearned() {
    BehaviorTestKit<Learner.Command> learner = learner();
    lot(learner, "a");
    lot(learner, "b");
    assertThat(stream.hasMessages()).isFalse();
    learner.runOne();
    assertThat(done).containsExactly("a");
    assertThat(stream.getAllReceived()).hasSize(1);
  }

  @Test
  void whatAPausedLearnerIsSentWaitsAndIsNotAnswered() {
    BehaviorTestKit<Learner.Command> learner = learner();
    lot(learner, "a"); // before the pause, but not begun
    order(learner, pause(true));
    lot(learner, "b");
    run(learner);
    assertThat(done).containsExactly("Pause");
    assertThat(stream.hasMessages()).isFalse();
    assertThat(status().paused()).isTrue();
  }

  /** Dead letters that come during a pause need not be sent again after it. */
  @Test
  void aPausedLearnerPassesByWhatNeedsNoLearning() {
    BehaviorTestKit<Learner.Command> learner = learner();
    order(learner, pause(true));
    lot(learner, new Lot.Passed(List.of(), Map.of()));
    lot(learner, "a");
    lot(learner, new Lot.Passed(List.of(), Map.of()));
    run(learner);
    assertThat(done).as("in order").containsExactly("Pause", "Passed");
    assertThat(stream.getAllReceived()).hasSize(1);
    order(learner, pause(false));
    run(learner);
    assertThat(done).containsExactly("Pause", "Passed", "Pause", "a", "Passed");
  }

  @Test
  void aPausedLearnerObeys() {
    BehaviorTestKit<Learner.Command> learner = learner();
    order(learner, pause(true));
    lot(learner, "a");
    order(learner, SWAP);
    run(learner);
    assertThat(done).containsExactly("Pause", "Swap");
    assertThat(operator.getAllReceived()).hasSize(2).allMatch(StatusReply::isSuccess);
  }

  @Test
  void aResumedLearnerLearnsWhatWaitedInItsOrder() {
    BehaviorTestKit<Learner.Command> learner = learner();
    lot(learner, "a");
    order(learner, pause(true));
    lot(learner, "b");
    run(learner);
    order(learner, pause(false));
    lot(learner, "c");
    run(learner);
    assertThat(done).containsExactly("Pause", "Pause", "a", "b", "c");
    assertThat(stream.getAllReceived()).hasSize(3);
    assertThat(status().paused()).isFalse();
  }

  /** As a restart finds it. */
  @Test
  void aLearnerThatStartsPausedWaits() {
    work.paused = true;
    BehaviorTestKit<Learner.Command> learner = learner();
    assertThat(status().paused()).isTrue();
    lot(learner, "a");
    run(learner);
    assertThat(done).isEmpty();
    order(learner, pause(false));
    run(learner);
    assertThat(done).containsExactly("Pause", "a");
  }

  @Test
  void aSecondPauseComesToNothingAndSaysSo() {
    BehaviorTestKit<Learner.Command> learner = learner();
    order(learner, pause(false));
    assertThat(refusal()).isEqualTo("learning is not paused");
    order(learner, pause(true));
    assertThat(operator.receiveMessage().isSuccess()).isTrue();
    order(learner, pause(true));
    assertThat(refusal()).isEqualTo("learning is paused already");
  }

  private BehaviorTestKit<Learner.Command> learner() {
    return BehaviorTestKit.create(Learner.of(work, published));
  }

  private void lot(BehaviorTestKit<Learner.Command> learner, String task) {
    lot(learner, new Lot.TaskOver(task, List.of()));
  }

  private void lot(BehaviorTestKit<Learner.Command> learner, Lot.Mark mark) {
    learner.run(new Learner.Learn(new Prepared.Marked(mark), stream.getRef()));
  }

  private void order(BehaviorTestKit<Learner.Command> learner, Order order) {
    learner.run(new Learner.Obey(order, operator.getRef()));
  }

  private static Order pause(boolean paused) {
    return new Order.Pause(paused, Reason.operator());
  }

  /** Lets it handle all that it has told itself. */
  private static void run(BehaviorTestKit<Learner.Command> learner) {
    while (learner.selfInbox().hasMessages()) {
      learner.runOne();
    }
  }

  private LearnerStatus status() {
    return Objects.requireNonNull(published.get());
  }

  private String refusal() {
    return String.valueOf(operator.receiveMessage().getError().getMessage());
  }

  private final class Noted implements Work {
    private boolean paused;

    @Override
    public void learn(Prepared lot) {
      Lot.Mark mark = ((Prepared.Marked) lot).mark();
      done.add(mark instanceof Lot.TaskOver over ? over.task() : mark.getClass().getSimpleName());
    }

    @Override
    public boolean obey(Order order) {
      if (order instanceof Order.Pause pause) {
        if (pause.paused() == paused) {
          return false;
        }
        paused = pause.paused();
      }
      done.add(order.getClass().getSimpleName());
      return true;
    }

    @Override
    public StepTimes.Shares times() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public LearnerStatus status() {
      return new LearnerStatus(
          "m",
          "toy",
          "fine-tune",
          "cpu",
          1,
          Instant.EPOCH,
          null,
          paused,
          paused ? Reason.OPERATOR : null,
          paused ? Instant.EPOCH : null,
          9,
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
}
