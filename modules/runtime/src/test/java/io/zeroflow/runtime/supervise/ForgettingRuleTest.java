package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForgettingRuleTest {

  private static final Strategy CURRENT = Strategy.parse("zo-sgd(lr=0.1)");
  private static final Strategy TARGET = Strategy.parse("zo-sgd(lr=0.001)");
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private final ForgettingRule rule =
      new ForgettingRule(
          new SupervisorSettings(
              SupervisorSettings.Policy.FORGETTING, 0.1, 3, TARGET, Duration.ofSeconds(30)));
  private Instant now = START;
  private int step;

  @Test
  void swapsAfterSoManyInARow() {
    assertThat(evaluate(0.2)).isFalse();
    assertThat(evaluate(0.2)).isFalse();
    assertThat(evaluate(0.2)).isTrue();
  }

  @Test
  void oneGoodEvaluationStartsTheCountAgain() {
    evaluate(0.2);
    evaluate(0.2);
    assertThat(evaluate(0.05)).isFalse();
    assertThat(evaluate(0.2)).isFalse();
    assertThat(evaluate(0.2)).isFalse();
    assertThat(evaluate(0.2)).isTrue();
  }

  @Test
  void theThresholdItselfIsNotAbove() {
    for (int i = 0; i < 10; i++) {
      assertThat(evaluate(0.1)).isFalse();
    }
    assertThat(evaluate(Double.NaN)).isFalse();
  }

  @Test
  void aSwapStartsOverAndIsQuietForTheCooldown() {
    evaluate(0.2);
    evaluate(0.2);
    assertThat(evaluate(0.2)).isTrue();
    rule.swapped(now);
    for (int second = 0; second < 29; second++) {
      assertThat(evaluate(0.2)).isFalse();
    }
    assertThat(now).isEqualTo(START.plusSeconds(29 + 3));
    now = START.plusSeconds(3 + 30); // the very end of the cooldown, not before it
    assertThat(evaluate(0.2)).isTrue();
  }

  @Test
  void aSwapByAnyoneElseCountsTheSame() {
    evaluate(0.2);
    evaluate(0.2);
    rule.swapped(now);
    assertThat(evaluate(0.2)).isFalse();
    now = now.plusSeconds(60);
    assertThat(evaluate(0.2)).isFalse();
    assertThat(evaluate(0.2)).isTrue();
  }

  @Test
  void thereIsNothingToSwapToWhenTheTargetIsActive() {
    for (int i = 0; i < 10; i++) {
      assertThat(rule.evaluate(step++, 0.9, TARGET, now)).isNull();
    }
    assertThat(evaluate(0.9)).isTrue();
  }

  @Test
  void theReasonIsInWordsAndNumbers() {
    evaluate(0.2);
    evaluate(0.2);
    assertThat(rule.evaluate(77, 0.25, CURRENT, now))
        .isEqualTo(
            "mean forgetting 0.250 above 0.100 in 3 evaluations in a row, the last at step 77");
  }

  /** Evaluates and lets a second pass. */
  private boolean evaluate(double forgetting) {
    boolean due = rule.evaluate(step++, forgetting, CURRENT, now) != null;
    now = now.plusSeconds(1);
    return due;
  }
}
