package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.strategy.Strategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForkTest {

  private static final Strategy ADAM = Strategy.parse("zo-adam(lr=1e-2)");

  private final Random random = new Random(7);
  private final Replica replica = Records.replica(4);

  ForkTest() {
    apply(new Change.TaskStarted("t"));
    apply(new Change.HeadRows(List.of(Records.row("cat", 1, random))));
    step();
  }

  @Test
  void aForkThatLearnsIsWhatTheModelWouldBeAfterASwap() {
    Replica swapped = copy();
    apply(new Change.Forked(ADAM, true, Reason.operator()));
    swapped.apply(
        swapped.next(0, Records.TIME, List.of(), new Change.StrategyChanged(1, ADAM, why())));
    for (int i = 0; i < 5; i++) {
      forkStep();
      step();
      swapped.apply(
          swapped.next(
              0,
              Records.TIME,
              List.of(),
              new Change.Step(swapped.measure(Records.quadratic()), 1, 1)));
    }
    assertThat(replica.theta().sha256()).isNotEqualTo(swapped.theta().sha256());
    String fork = replica.asFork(view -> view.theta().sha256());
    assertThat(fork).isEqualTo(swapped.theta().sha256());

    apply(new Change.ForkEnded(true, 1, why()));
    assertThat(replica.theta().sha256()).isEqualTo(fork);
    assertThat(replica.strategy()).isEqualTo(ADAM);
    assertThat(replica.fork()).isNull();
    step();
    assertThat(replica.strategyNumber()).isEqualTo(1);
  }

  @Test
  void aForkThatStandsStillIsTheWayBackFromASwap() {
    String before = replica.theta().sha256();
    Strategy strategy = replica.strategy();
    apply(new Change.Forked(strategy, false, Reason.operator()));
    apply(new Change.StrategyChanged(1, ADAM, why()));
    step();
    assertThat(replica.theta().sha256()).isNotEqualTo(before);
    apply(new Change.ForkEnded(true, 2, why()));
    assertThat(replica.theta().sha256()).isEqualTo(before);
    assertThat(replica.strategy()).isEqualTo(strategy);
  }

  @Test
  void aDroppedForkLeavesTheModelAlone() {
    apply(new Change.Forked(ADAM, true, Reason.operator()));
    forkStep();
    String before = replica.theta().sha256();
    apply(new Change.ForkEnded(false, 0, why()));
    assertThat(replica.theta().sha256()).isEqualTo(before);
    assertThat(replica.strategyNumber()).isZero();
  }

  @Test
  void rowsOfNewLabelsGoToBothFutures() {
    apply(new Change.Forked(ADAM, true, Reason.operator()));
    HeadRow dog = Records.row("dog", 2, random);
    apply(new Change.HeadRows(List.of(dog)));
    assertThat(replica.headRow("dog")).isEqualTo(dog.values());
    assertThat(replica.<float[]>asFork(view -> view.headRow("dog"))).isEqualTo(dog.values());
  }

  @Test
  void aForkSurvivesASnapshot() throws IOException {
    apply(new Change.Forked(ADAM, true, Reason.operator()));
    forkStep();
    step();
    apply(new Change.PolicyChanged("canary", Reason.operator()));
    Replica restored = copy();
    assertThat(restored.policy()).isEqualTo("canary");
    forkStep();
    restored.apply(
        restored.next(
            0,
            Records.TIME,
            List.of(),
            new Change.ForkStep(restored.measureFork(Records.quadratic()))));
    String fork = replica.asFork(view -> view.theta().sha256());
    assertThat(restored.<String>asFork(view -> view.theta().sha256())).isEqualTo(fork);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(new Change.ForkEnded(false, 0, why()), "no fork");
    apply(new Change.Forked(ADAM, false, Reason.operator()));
    refused(new Change.Forked(ADAM, false, Reason.operator()), "there is a fork");
    refused(new Change.TaskEnded("t", List.of()), "has to end first");
    refused(new Change.TaskStarted("u"), "has to end first");
    refused(new Change.ForkEnded(true, 0, why()), "strategy 0 came where 1 was due");
    refused(new Change.ForkStep(replica.measureFork(Records.quadratic())), "stands still");
    apply(new Change.ForkEnded(false, 0, why()));
    apply(new Change.Forked(ADAM, true, Reason.operator()));
    forkStep();
    refused(new Change.ForkStep(replica.measureFork(Records.quadratic())), "has taken it");
    apply(new Change.ForkEnded(false, 0, why()));
    apply(new Change.TaskEnded("t", List.of()));
    refused(new Change.Forked(ADAM, true, Reason.operator()), "no task is running");
  }

  private void refused(Change change, String why) {
    Fingerprint before = Fingerprint.of(replica);
    assertThatThrownBy(() -> apply(change))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(why);
    assertThat(Fingerprint.of(replica)).isEqualTo(before);
  }

  private static Reason why() {
    return new Reason("canary", "better", "");
  }

  private void step() {
    apply(new Change.Step(replica.measure(Records.quadratic()), replica.strategyNumber(), 1));
  }

  private void forkStep() {
    apply(new Change.ForkStep(replica.measureFork(Records.quadratic())));
  }

  private void apply(Change change) {
    replica.apply(replica.next(0, Records.TIME, List.of(), change));
  }

  private Replica copy() {
    try {
      var bytes = new ByteArrayOutputStream();
      replica.save(new DataOutputStream(bytes));
      Replica copy = new Replica();
      copy.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return copy;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
