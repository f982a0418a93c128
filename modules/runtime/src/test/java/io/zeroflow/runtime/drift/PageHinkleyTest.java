package io.zeroflow.runtime.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {

  private static final int SEEDS = 200;

  @Test
  void aRiseOfTwoDeviationsIsSeenWithinFiftyValues() {
    int seen = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PageHinkley test = new PageHinkley();
      for (int i = 0; i < 200; i++) {
        test.add(3 + 0.1 * random.nextGaussian());
      }
      boolean alarm = false;
      for (int i = 0; i < 50 && !alarm; i++) {
        alarm = test.add(3.2 + 0.1 * random.nextGaussian());
      }
      seen += alarm ? 1 : 0;
    }
    assertThat(seen).isGreaterThan(SEEDS * 95 / 100);
  }

  @Test
  void aSteadyStreamHardlyEverAlarms() {
    int alarms = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      PageHinkley test = new PageHinkley();
      for (int i = 0; i < 1000; i++) {
        alarms += test.add(1e6 + random.nextGaussian()) ? 1 : 0;
      }
    }
    assertThat(alarms).isLessThan(SEEDS / 20);
  }

  @Test
  void aFallAndWhatIsNoNumberAreNoAlarm() {
    Random random = new Random(1);
    PageHinkley test = new PageHinkley();
    for (int i = 0; i < 1000; i++) {
      assertThat(test.add(10 - i * 0.01 + 0.1 * random.nextGaussian())).isFalse();
      assertThat(test.add(Double.NaN)).isFalse();
      assertThat(test.add(Double.POSITIVE_INFINITY)).isFalse();
    }
  }
}
