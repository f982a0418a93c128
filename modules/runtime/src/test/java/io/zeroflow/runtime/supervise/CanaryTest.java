package io.zeroflow.runtime.supervise;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.runtime.learn.Order;
import io.zeroflow.runtime.supervise.Observation.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanaryTest {

  private final Canary canary = new Canary(Seen.canary(false));

  @Test
  void triesTheNextCandidateThatIsNotInUse() {
    assertThat(judge(10, 0.5, null)).isNull();
    assertThat(judge(109, 0.5, null)).isNull();
    assertThat(judge(110, 0.5, null)).isInstanceOfSatisfying(Order.Try.class, CanaryTest::isB);
  }

  private static void isB(Order.Try attempt) {
    assertThat(attempt.strategy()).isEqualTo(Seen.B);
    assertThat(attempt.reason().cause()).isEqualTo("canary");
  }

  @Test
  void adoptsWhatIsWorthMoreThanTheMargin() {
    assertThat(judge(10, 0.5, new Future(0.6, 0.1))).isNull();
    Order order = judge(20, 0.5, new Future(0.62, 0.0));
    assertThat(order).isInstanceOf(Order.Adopt.class);
    assertThat(((Order.Adopt) requireNonNull(order)).reason().evidence())
        .startsWith("worth +0.0850"); // (.05+.12)/2
  }

  @Test
  void dropsWhatIsNotAndTriesTheNextOneLater() {
    judge(10, 0.5, new Future(0.6, 0.2)); // forgetting costs the gain
    assertThat(judge(20, 0.5, new Future(0.6, 0.2))).isInstanceOf(Order.Drop.class);
    assertThat(judge(21, 0.5, null)).isNull();
    assertThat(judge(120, 0.5, null)).isInstanceOf(Order.Try.class);
  }

  @Test
  void inShadowModeItOnlySays() {
    Canary shadow = new Canary(Seen.canary(true));
    shadow.judge(Seen.at(1, 0.5, 0, new Future(0.9, 0.0)), Seen.A);
    Order order = shadow.judge(Seen.at(2, 0.5, 0, new Future(0.9, 0.0)), Seen.A);
    assertThat(order).isInstanceOf(Order.Drop.class);
    assertThat(((Order.Drop) requireNonNull(order)).reason().evidence()).contains("shadow mode");
  }

  @Test
  void nothingMeasuredIsNoReasonForATrial() {
    canary.judge(Seen.nothing(10), Seen.A);
    assertThat(canary.judge(Seen.nothing(500), Seen.A)).isNull();
  }

  private @Nullable Order judge(long step, double accuracy, @Nullable Future fork) {
    return canary.judge(Seen.at(step, accuracy, 0, fork), Seen.A);
  }
}
