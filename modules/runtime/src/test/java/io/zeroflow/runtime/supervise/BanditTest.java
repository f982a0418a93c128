package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.Effect;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.learn.Order;
import org.junit.jupiter.api.Test;

class BanditTest {

  @Test
  void triesWhatItDoesNotKnowFirst() {
    Bandit bandit = new Bandit(Seen.bandit(0));
    bandit.measured(Seen.A, new Effect(0.5, 0, 0, 1));
    assertThat(choice(bandit, Seen.A)).isEqualTo(Seen.B);
  }

  @Test
  void choosesByAccuracyLessThePrices() {
    assertThat(better(new Effect(0.2, 0, 0, 1), new Effect(0.1, 0, 0, 1))).isEqualTo(Seen.A);
    assertThat(better(new Effect(0.2, 0.3, 0, 1), new Effect(0.1, 0, 0, 1))).isEqualTo(Seen.B);
    assertThat(better(new Effect(0.2, 0, 2000, 1), new Effect(0.1, 0, 0, 1))).isEqualTo(Seen.B);
    assertThat(better(new Effect(0.2, 0, 0, 4), new Effect(0.1, 0, 0, 1))).isEqualTo(Seen.B);
  }

  private static Strategy better(Effect a, Effect b) {
    Bandit bandit = new Bandit(Seen.bandit(0));
    bandit.measured(Seen.A, a);
    bandit.measured(Seen.B, b);
    return choice(bandit, Seen.A);
  }

  @Test
  void whatHasNotBeenTriedForLongIsTriedAgain() {
    Bandit bandit = new Bandit(Seen.bandit(1));
    bandit.measured(Seen.B, new Effect(0, 0, 0, 1));
    Strategy current = Seen.A;
    int tries = 0;
    for (int i = 0; i < 100 && tries < 3; i++) {
      bandit.measured(current, new Effect(current.equals(Seen.A) ? 0.1 : 0, 0, 0, 1));
      Strategy next = choice(bandit, current);
      tries += next.equals(Seen.B) && !current.equals(Seen.B) ? 1 : 0;
      current = next;
    }
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void decidesOnceAnEffect() {
    Bandit bandit = new Bandit(Seen.bandit(0));
    bandit.measured(Seen.A, new Effect(0, 0, 0, 1));
    bandit.measured(Seen.B, new Effect(0.5, 0, 0, 1));
    assertThat(bandit.judge(Seen.at(1, 0.5, 0), Seen.A)).isInstanceOf(Order.Swap.class);
    assertThat(bandit.judge(Seen.at(2, 0.5, 0), Seen.A)).isNull();
  }

  /** What it would have, given what it has. */
  private static Strategy choice(Bandit bandit, Strategy current) {
    return bandit.judge(Seen.at(1, 0.5, 0), current) instanceof Order.Swap swap
        ? swap.strategy()
        : current;
  }
}
