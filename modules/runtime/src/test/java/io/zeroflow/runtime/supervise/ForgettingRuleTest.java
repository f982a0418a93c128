package io.zeroflow.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.runtime.settings.SupervisorSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForgettingRuleTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Strategy CARELESS = Strategy.parse("zo-sgd(lr=1e-3)");
  private static final Strategy CAREFUL = Strategy.parse("zo-sgd(lr=1e-5)");

  private final ForgettingRule rule =
      new ForgettingRule(
          new SupervisorSettings(
              SupervisorSettings.Policy.FORGETTING, 0.2, 3, CAREFUL, Duration.ofSeconds(60)));

  @Test
  void actsOnlyAfterSoManyInARow() {
    assertThat(rule.evaluate(1, 0.3, CARELESS, NOW)).isNull();
    assertThat(rule.evaluate(2, 0.3, CARELESS, NOW)).isNull();
    assertThat(rule.evaluate(3, 0.1, CARELESS, NOW)).isNull();
    assertThat(rule.evaluate(4, 0.3, CARELESS, NOW)).isNull();
    assertThat(rule.evaluate(5, 0.3, CARELESS, NOW)).isNull();
    assertThat(rule.evaluate(6, 0.3, CARELESS, NOW))
        .contains("0.300 above 0.200 in 3 evaluations", "step 6");
  }

  @Test
  void exactlyTheThresholdIsNotAbove() {
    for (int i = 0; i < 10; i++) {
      assertThat(rule.evaluate(i, 0.2, CARELESS, NOW)).isNull();
    }
  }

  @Test
  void staysQuietAfterASwapByWhomever() {
    rule.swapped(NOW);
    for (int i = 0; i < 5; i++) {
      assertThat(rule.evaluate(i, 0.9, CARELESS, NOW.plusSeconds(59))).isNull();
    }
    assertThat(rule.evaluate(6, 0.9, CARELESS, NOW.plusSeconds(60))).isNotNull();
  }

  @Test
  void doesNotSwapToWhatIsInForce() {
    for (int i = 0; i < 5; i++) {
      assertThat(rule.evaluate(i, 0.9, CAREFUL, NOW)).isNull();
    }
  }
}
