package io.zeroflow.runtime.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdwinTest {

  private static final double DELTA = 0.002;
  private static final int SEEDS = 200;

  @Test
  void aFallIsSeenSoonAndTheWindowForgetsWhatWasBefore() {
    int seen = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Adwin window = new Adwin(DELTA);
      for (int i = 0; i < 500; i++) {
        window.add(0.6 + 0.1 * random.nextGaussian());
      }
      boolean fallen = false;
      for (int i = 0; i < 100; i++) {
        boolean now = window.add(0.45 + 0.1 * random.nextGaussian()) > 0;
        if (now && !fallen) { // buckets of up to a quarter of it blur where the change was
          assertThat(window.sinceChange()).isBetween(i / 2L, 2L * i + 32);
        }
        fallen |= now;
      }
      for (int i = 0; i < 400; i++) {
        window.add(0.45 + 0.1 * random.nextGaussian());
      }
      seen += fallen ? 1 : 0;
      assertThat(window.mean()).isCloseTo(0.45, within(0.05));
      assertThat(window.width()).isBetween(400L, 680L);
    }
    assertThat(seen).isGreaterThan(SEEDS * 95 / 100);
  }

  /** The chance of an alarm anywhere in a run is far below the bound: it is a cautious test. */
  @Test
  void aSteadyStreamHardlyEverAlarmsAndTheWindowGrows() {
    int alarms = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Adwin window = new Adwin(DELTA);
      for (int i = 0; i < 1000; i++) {
        alarms += window.add(random.nextDouble()) != 0 ? 1 : 0;
      }
    }
    assertThat(alarms).isLessThan(SEEDS / 20);
  }

  @Test
  void aRiseIsNegative() {
    Adwin window = new Adwin(DELTA);
    double changes = 0;
    for (int i = 0; i < 200; i++) {
      changes += window.add(0);
    }
    for (int i = 0; i < 200; i++) {
      changes += window.add(1);
    }
    assertThat(changes).isNegative();
  }

  /** The window's mean is that of its last values, however they were put into buckets. */
  @Test
  void theWindowIsASuffixOfTheStream() {
    Random random = new Random(7);
    Adwin window = new Adwin(DELTA);
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      double value = (i / 500 % 2) + 0.3 * random.nextGaussian();
      all.add(value);
      window.add(value);
      List<Double> last = all.subList(all.size() - (int) window.width(), all.size());
      assertThat(window.mean())
          .isCloseTo(
              last.stream().mapToDouble(Double::doubleValue).average().orElse(0), within(1e-9));
    }
  }

  @Test
  void whatIsNoNumberChangesNothing() {
    Adwin window = new Adwin(DELTA);
    window.add(1);
    assertThat(window.add(Double.NaN)).isZero();
    assertThat(window.add(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(window.width()).isEqualTo(1);
    window.reset();
    assertThat(window.width()).isZero();
    assertThat(window.mean()).isZero();
  }
}
