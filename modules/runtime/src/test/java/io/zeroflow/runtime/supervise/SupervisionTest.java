package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.journal.Change;
import io.zeroflow.journal.Effect;
import io.zeroflow.journal.Reason;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.SupervisorSettings;
import io.zeroflow.runtime.supervise.Observation.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupervisionTest {

  private static final long SECOND = 1_000_000_000;
  private static final SupervisorSettings SETTINGS =
      Seen.settings(
          "rules", Seen.rule("r", 0.2, 0.2, 1, Seen.B), Seen.rule("s", 0.5, 0.5, 1, Seen.C));

  private final Supervision supervision =
      new Supervision(SETTINGS, new Policies(SETTINGS), null, Seen.A);

  @Test
  void aSwapByARuleKeepsTheWayBack() {
    assertThat(observe(1, 0.5, 0.3)).singleElement().isInstanceOf(Order.Swap.class);
    assertThat(((Order.Swap) observe(2, 0.5, 0.3).getFirst()).revocable()).isTrue();
  }

  @Test
  void whatWasSeenBeforeAnOrderWasCarriedOutIsOutdated() {
    supervision.ordered(10);
    assertThat(observe(9, 0.5, 0.3)).isEmpty();
    assertThat(observe(10, 0.5, 0.3)).isNotEmpty();
  }

  @Test
  void afterASwapThereIsACooldownByTheMonotonicClock() {
    swapped(5, Seen.B, "r", Long.MAX_VALUE - SECOND); // the clock's zero is anywhere
    assertThat(supervision.observe(Seen.at(6, 0.5, 0.9), Long.MAX_VALUE)).isEmpty();
    assertThat(supervision.observe(Seen.at(7, 0.5, 0.9), Long.MAX_VALUE + 8 * SECOND)).isEmpty();
    assertThat(supervision.observe(Seen.at(8, 0.5, 0.9), Long.MAX_VALUE + 9 * SECOND)).isNotEmpty();
  }

  @Test
  void afterTooManySwapsInATaskItIsStill() {
    for (int i = 0; i < 3; i++) {
      swapped(i, Seen.A, Reason.OPERATOR, 0);
    }
    assertThat(supervision.observe(Seen.at(6, 0.5, 0.9), 100 * SECOND)).isEmpty();
    supervision.recorded(7, new Change.TaskStarted("u"), 0);
    assertThat(supervision.observe(Seen.at(8, 0.5, 0.9), 200 * SECOND)).isNotEmpty();
  }

  @Test
  void aSwapThatMakesThingsWorseThanBeforeIsUndone() {
    forked(Seen.A, false, "r");
    swapped(5, Seen.B, "r", 0);
    Future before = new Future(0.6, 0.0);
    assertThat(observe(6, 0.5, 0, before)).isEmpty();
    Order order = observe(7, 0.5, 0, before).getLast();
    assertThat(order).isInstanceOf(Order.Adopt.class);
    assertThat(((Order.Adopt) order).reason().cause()).isEqualTo("probation");
    supervision.recorded(8, new Change.ForkEnded(true, 2, new Reason("probation", "", "")), 0);
    assertThat(observe(9, 0.5, 0.9)).isEmpty(); // the cooldown counts from here
  }

  @Test
  void aSwapThatDoesNotLetsGoOfTheWayBack() {
    forked(Seen.A, false, "r");
    swapped(5, Seen.B, "r", 0);
    for (int i = 6; i < 9; i++) {
      assertThat(observe(i, 0.6, 0, new Future(0.6, 0.0))).isEmpty();
    }
    List<Order> orders = observe(9, 0.6, 0, new Future(0.6, 0.0));
    assertThat(orders).hasSize(2).first().isInstanceOf(Order.Note.class);
    assertThat(orders.getLast()).isInstanceOf(Order.Drop.class);
  }

  @Test
  void whatADecisionCameToIsNotedOnce() {
    swapped(1, Seen.B, Reason.OPERATOR, 0);
    assertThat(observe(1, 0.5, 0)).isEmpty();
    assertThat(observe(2, 0.5, 0)).isEmpty();
    assertThat(observe(3, 0.5, 0)).isEmpty();
    assertThat(observe(4, 0.6, 0)).singleElement().isInstanceOf(Order.Note.class);
    for (int i = 5; i < 20; i++) {
      assertThat(observe(i, 0.5, 0)).isEmpty();
    }
  }

  @Test
  void forABanditItIsNotedOverAndOver() {
    SupervisorSettings settings = Seen.settings("bandit");
    Supervision supervision = new Supervision(settings, new Policies(settings), null, Seen.A);
    supervision.recorded(0, new Change.ModelCreated("m", 1, "n", "f", 9, 2, List.of(), Seen.A), 0);
    supervision.observe(Seen.at(1, 0.5, 0.1), 0);
    supervision.observe(Seen.at(2, 0.5, 0.1), 0);
    supervision.observe(Seen.at(3, 0.6, 0.1), 0);
    Order.Note note = (Order.Note) supervision.observe(Seen.at(4, 0.7, 0.05), 0).getFirst();
    assertThat(note.decision()).isZero();
    assertThat(note.effect().accuracy()).isEqualTo(0.7 - 0.5);
    assertThat(note.effect().forgetting()).isEqualTo(0.05 - 0.1);
    assertThat(note.effect().forwards()).isEqualTo(6);
    assertThat(note.effect().evaluations()).isEqualTo(3);
    supervision.observe(Seen.at(5, 0.7, 0), 0);
    supervision.recorded(6, new Change.TaskStarted("u"), 0);
    supervision.observe(Seen.at(7, 0.1, 0), 0);
    supervision.observe(Seen.at(8, 0.1, 0), 0);
    supervision.observe(Seen.at(9, 0.1, 0), 0);
    note = (Order.Note) supervision.observe(Seen.at(10, 0.2, 0), 0).getFirst();
    assertThat(note.effect().accuracy()).isEqualTo(0.2 - 0.1); // nothing from before the task
  }

  /** Of other tasks than before it, accuracy is another thing. */
  @Test
  void anEffectDoesNotBeginBeforeTheRunningTaskIsMeasured() {
    swapped(1, Seen.B, Reason.OPERATOR, 0);
    supervision.observe(Seen.of(1, Set.of("earlier"), 0.9, 0.1), 0);
    for (int i = 2; i < 5; i++) {
      assertThat(supervision.observe(Seen.of(i, Set.of("earlier", "t"), 0.5, 0.1), 0)).isEmpty();
    }
    assertThat(supervision.observe(Seen.of(5, Set.of("earlier", "t"), 0.6, 0.1), 0))
        .singleElement()
        .isInstanceOfSatisfying(
            Order.Note.class,
            note -> assertThat(note.effect().accuracy()).isCloseTo(0.1, within(1e-12)));
  }

  @Test
  void theEndOfATaskThatIsNotRunningLeavesTheEffectAlone() {
    swapped(1, Seen.B, Reason.OPERATOR, 0);
    observe(1, 0.5, 0);
    observe(2, 0.5, 0);
    supervision.recorded(3, new Change.TaskEnded("another", List.of()), 0);
    observe(4, 0.5, 0);
    assertThat(observe(5, 0.6, 0)).singleElement().isInstanceOf(Order.Note.class);
  }

  @Test
  void nothingMeasuredHasNoEffectAndPassesNoProbation() {
    forked(Seen.A, false, "r");
    swapped(5, Seen.B, "r", 0);
    for (int i = 6; i < 20; i++) {
      assertThat(supervision.observe(Seen.nothing(i), 0)).isEmpty();
    }
  }

  @Test
  void whereNothingCouldBeForgottenAnEffectSaysSo() {
    swapped(1, Seen.B, Reason.OPERATOR, 0);
    List<Order> orders = List.of();
    for (int i = 1; i < 5; i++) {
      orders = supervision.observe(Seen.of(i, Set.of("t"), 0.5, null), 0);
    }
    assertThat(orders)
        .singleElement()
        .isInstanceOfSatisfying(
            Order.Note.class, note -> assertThat(note.effect().forgetting()).isNaN());
  }

  /** A canary's fork is the canary's to judge. */
  @Test
  void theForkOfAPolicyThatNoLongerDecidesIsDropped() {
    forked(Seen.B, true, "canary");
    assertThat(observe(6, 0.5, 0, new Future(0.9, 0.0)))
        .singleElement()
        .isInstanceOf(Order.Drop.class);
  }

  @Test
  void thePolicyChangesByTheJournal() {
    supervision.recorded(1, new Change.PolicyChanged("manual", Reason.operator()), 0);
    assertThat(supervision.policy().name()).isEqualTo("manual");
    assertThat(observe(2, 0.5, 0.9)).isEmpty();
    supervision.recorded(3, new Change.PolicyChanged("of a later release", Reason.operator()), 0);
    assertThat(supervision.policy().name()).isEqualTo("manual");
    assertThat(new Supervision(SETTINGS, new Policies(SETTINGS), "bandit", Seen.A).policy().name())
        .isEqualTo("bandit");
  }

  /** What a bandit knows is in the journal, so a restart costs it nothing. */
  @Test
  void aBanditLearnsFromTheJournalsEffects() {
    SupervisorSettings settings = Seen.settings("bandit");
    Supervision bandit = new Supervision(settings, new Policies(settings), null, Seen.A);
    bandit.recorded(0, new Change.ModelCreated("m", 1, "n", "f", 9, 2, List.of(), Seen.A), 0);
    bandit.recorded(1, new Change.EffectMeasured(0, new Effect(0.1, 0, 0, 1)), 0);
    bandit.recorded(2, new Change.StrategyChanged(1, Seen.B, Reason.operator()), 0);
    bandit.recorded(3, new Change.EffectMeasured(2, new Effect(0, 0, 0, 1)), 0);
    Order order = bandit.observe(Seen.at(9, 0.5, 0), 100 * SECOND).getLast();
    assertThat(((Order.Swap) order).strategy()).isEqualTo(Seen.A);
  }

  private void forked(Strategy strategy, boolean learns, String cause) {
    supervision.recorded(4, new Change.Forked(strategy, learns, new Reason(cause, "", "")), 0);
  }

  private void swapped(long sequence, Strategy strategy, String cause, long nanos) {
    supervision.recorded(
        sequence, new Change.StrategyChanged(1, strategy, new Reason(cause, "", "")), nanos);
  }

  private List<Order> observe(long step, double accuracy, double forgetting, Future fork) {
    return supervision.observe(Seen.at(step, accuracy, forgetting, fork), SECOND);
  }

  private List<Order> observe(long step, double accuracy, double forgetting) {
    return supervision.observe(Seen.at(step, accuracy, forgetting), SECOND);
  }
}
