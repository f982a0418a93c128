package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a clock that only moves when somebody parks or the test says so. */
class RateLimiterTest {
  private static final long SECOND = 1_000_000_000;

  private final List<Long> parked = new ArrayList<>();
  private long now = 123;

  @Test
  void spacesCallsEvenly() throws InterruptedException {
    RateLimiter limiter = limiter(4);

    long start = now;
    for (int i = 0; i < 9; i++) {
      limiter.acquire();
    }

    // The first goes at once, so nine take eight intervals.
    assertThat(now - start).isEqualTo(2 * SECOND);
    assertThat(parked).hasSize(8).containsOnly(SECOND / 4);
  }

  @Test
  void keepsARateThatIsNoWholeNumberOfNanoseconds() throws InterruptedException {
    RateLimiter limiter = limiter(3000);

    long start = now;
    for (int i = 0; i <= 300_000; i++) {
      limiter.acquire();
    }

    assertThat(now - start).isBetween(100 * SECOND, 100 * SECOND + 1000);
  }

  @Test
  void makesUpForASlowCallerButNotForALongStall() throws InterruptedException {
    RateLimiter limiter = limiter(10);
    limiter.acquire();
    now += 60 * SECOND;

    for (int i = 0; i < 11; i++) {
      limiter.acquire();
    }
    assertThat(parked).isEmpty();

    limiter.acquire();
    assertThat(parked).hasSize(1);
  }

  @Test
  void parksAgainWhenItWakesEarly() throws InterruptedException {
    RateLimiter limiter =
        new RateLimiter(
            1,
            () -> now,
            nanos -> {
              parked.add(nanos);
              now += Math.max(1, nanos / 2);
            });
    limiter.acquire();
    long start = now;

    limiter.acquire();

    assertThat(now - start).isGreaterThanOrEqualTo(SECOND);
    assertThat(parked.size()).isGreaterThan(1);
  }

  @Test
  void neverParksWithoutARate() throws InterruptedException {
    RateLimiter limiter = limiter(0);
    for (int i = 0; i < 1000; i++) {
      limiter.acquire();
    }

    assertThat(parked).isEmpty();
  }

  @Test
  void anInterruptEndsTheWait() throws InterruptedException {
    RateLimiter limiter =
        new RateLimiter(1e-6, () -> now, nanos -> Thread.currentThread().interrupt());
    limiter.acquire();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(limiter::acquire);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptIsSeenWithoutARateToo() {
    RateLimiter limiter = limiter(0);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(limiter::acquire);
    assertThat(Thread.interrupted()).isFalse();
  }

  private RateLimiter limiter(double rate) {
    return new RateLimiter(
        rate,
        () -> now,
        nanos -> {
          parked.add(nanos);
          now += nanos;
        });
  }
}
