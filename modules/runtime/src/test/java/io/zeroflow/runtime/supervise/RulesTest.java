package io.zeroflow.runtime.supervise;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.journal.Reason;
import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.settings.RuleSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesTest {

  private final Rules rules =
      new Rules(
          List.of(Seen.rule("much", 0.3, 0.1, 2, Seen.B), Seen.rule("some", 0.2, 0.2, 3, Seen.D)));

  @Test
  void isDueAfterSoManyInARowAndSaysWhy() {
    assertThat(judge(1, 0.4)).isNull();
    Order.Swap swap = (Order.Swap) requireNonNull(judge(2, 0.5));
    assertThat(swap.strategy()).isEqualTo(Seen.B);
    assertThat(swap.revocable()).isTrue();
    assertThat(swap.reason().cause()).isEqualTo("much");
    assertThat(swap.reason().evidence())
        .isEqualTo(
            "mean forgetting 0.500 above 0.300 in 2 evaluations in a row, the last at step 2");
    assertThat(swap.reason().expected()).isEqualTo("mean forgetting below 0.100");
  }

  @Test
  void oneThatIsNotBeyondBreaksTheRow() {
    assertThat(judge(1, 0.4)).isNull();
    assertThat(judge(2, 0.3)).isNull();
    assertThat(judge(3, 0.31)).isInstanceOf(Order.Swap.class); // the third above 0.2
    rules.swapped(new Reason("some", "", ""));
    assertThat(judge(4, 0.31)).isNull();
  }

  @Test
  void whatHasFiredWaitsUntilTheSignalWasBack() {
    judge(1, 0.4);
    assertThat(judge(2, 0.4)).isNotNull();
    rules.swapped(new Reason("much", "", ""));
    assertThat(judge(3, 0.15)).isNull();
    assertThat(judge(4, 0.4)).isNull();
    assertThat(judge(5, 0.4)).isNull(); // 0.15 was not back at 0.1
    judge(6, 0.1);
    judge(7, 0.4);
    assertThat(judge(8, 0.4)).isNotNull();
  }

  @Test
  void anotherTaskArmsItAgain() {
    judge(1, 0.4);
    judge(2, 0.4);
    rules.swapped(new Reason("much", "", ""));
    rules.taskStarted();
    judge(3, 0.4);
    assertThat(judge(4, 0.4)).isNotNull();
  }

  @Test
  void aSwapToWhatIsThereAlreadyIsNone() {
    rules.judge(Seen.at(1, 0.5, 0.4), Seen.B);
    assertThat(rules.judge(Seen.at(2, 0.5, 0.4), Seen.B)).isNull();
  }

  @Test
  void aPlateauIsALossThatDoesNotFall() {
    Rules plateau =
        new Rules(
            List.of(
                new RuleSettings(
                    "plateau", RuleSettings.Signal.LOSS_FALL, false, 0.01, 2, 0.01, Seen.B)));
    double[] losses = {2, 1.9, 1.899, 1.85, 1.85, 1.86};
    Order order = null;
    for (int i = 0; i < losses.length; i++) {
      assertThat(order).isNull();
      order = plateau.judge(Seen.losing(i, losses[i]), Seen.A);
    }
    assertThat(order).isNotNull();
  }

  @Test
  void withoutStepsThereIsNoLossToLookAt() {
    Rules loss =
        new Rules(
            List.of(new RuleSettings("low", RuleSettings.Signal.LOSS, false, 9, 1, 9, Seen.B)));
    assertThat(loss.judge(Seen.at(1, 0.5, 0), Seen.A)).isNull();
    assertThat(loss.judge(Seen.losing(2, 1), Seen.A)).isNotNull();
  }

  /** It was 0, which is below every limit. */
  @ParameterizedTest
  @EnumSource(names = {"FORGETTING", "TASK_FORGETTING", "ACCURACY", "DRIFT"})
  void whatWasNotMeasuredIsNotLow(RuleSettings.Signal signal) {
    Rules low = new Rules(List.of(new RuleSettings("low", signal, false, 9, 1, 9, Seen.B)));
    assertThat(low.judge(Seen.nothing(1), Seen.A)).isNull();
  }

  @Test
  void explainsItself() {
    assertThat(rules.explain())
        .isEqualTo(
            "much: swap to zo-sgd(lr=0.001) when mean forgetting is above 0.300 in 2 evaluations in a row, and again after it was at most 0.100; "
                + "some: swap to zo-sgd(lr=0.5) when mean forgetting is above 0.200 in 3 evaluations in a row, and again after it was at most 0.200");
  }

  private @Nullable Order judge(long step, double forgetting) {
    return rules.judge(Seen.at(step, 0.5, forgetting), Seen.A);
  }
}
