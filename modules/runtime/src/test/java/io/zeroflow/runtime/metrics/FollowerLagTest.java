package io.zeroflow.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FollowerLagTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;
  private double step;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final FollowerLag lag = new FollowerLag(() -> step, clock);

  @Test
  void oneThatIsNotBehindHasNoneHoweverOldItsLastRecord() {
    step = 7;
    lag.applied(7, START);
    now = START.plus(Duration.ofDays(1));
    assertThat(lag.steps()).isZero();
    assertThat(lag.seconds()).isZero();
  }

  @Test
  void oneThatIsStuckFallsBackWithEverySecond() {
    step = 7;
    lag.applied(5, START);
    now = START.plusSeconds(3);
    assertThat(lag.steps()).isEqualTo(2);
    assertThat(lag.seconds()).isEqualTo(3);
    now = START.plusSeconds(60);
    assertThat(lag.seconds()).isEqualTo(60);
  }

  @Test
  void oneThatReplaysIsAsFarBehindAsItsRecordsAreOld() {
    step = 1000;
    lag.applied(10, START.minus(Duration.ofHours(2)));
    assertThat(lag.seconds()).isEqualTo(7200);
  }

  @Test
  void aClockThatWasSetBackMakesItNotNegative() {
    step = 1;
    lag.applied(0, START.plusSeconds(5));
    assertThat(lag.seconds()).isZero();
  }
}
