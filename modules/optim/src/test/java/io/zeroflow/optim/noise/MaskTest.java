package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.random.Seeds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

  private static final int[] SIZES = {1, 2, 3, 10, 1023, 1024, 1025, 4096, 99_991};
  private static final double[] SPARSITIES = {1e-9, 1e-4, 0.1, 0.3, 0.5, 0.77, 0.9, 0.999};

  @Test
  void keepsItsExactShareAscendingAndInRange() {
    for (int d : SIZES) {
      for (double sparsity : SPARSITIES) {
        for (int seed = 0; seed < 20; seed++) {
          Mask mask = Mask.draw(seed, d, sparsity);
          assertThat(mask.size()).as("d=%d, s=%s", d, sparsity).isEqualTo(share(d, sparsity));
          int last = -1;
          for (int i = 0; i < mask.size(); i++) {
            assertThat(mask.coordinate(i)).isGreaterThan(last);
            last = mask.coordinate(i);
          }
          assertThat(last).isLessThan(d);
        }
      }
    }
  }

  /** round((1 − s) · d) in decimal, half to even, and never none. */
  private static int share(int d, double sparsity) {
    return BigDecimal.ONE
        .subtract(new BigDecimal(sparsity))
        .multiply(BigDecimal.valueOf(d))
        .setScale(0, RoundingMode.HALF_EVEN)
        .max(BigDecimal.ONE)
        .intValueExact();
  }

  /**
   * Without it, a step of a small θ would probe nothing, and still be taken for one that learns.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.5", "1, 0.999", "4, 0.9", "100, 0.999", "499, 0.999", "1023, 0.9999999"})
  void keepsOneCoordinateWhereTheShareRoundsToNone(int d, double sparsity) {
    int[] hits = new int[d];
    int seeds = 40 * d;
    for (int seed = 0; seed < seeds; seed++) {
      Mask mask = Mask.draw(seed, d, sparsity);
      assertThat(mask.size()).isEqualTo(1);
      hits[mask.coordinate(0)]++;
    }
    assertThat(hits).as("any of them").doesNotContain(0);
  }

  /** Strata of unequal length included: 7 of 50 are 7 or 8 long. */
  @ParameterizedTest
  @CsvSource({"50, 0.86", "50, 0.3", "64, 0.5", "1025, 0.9", "7, 0.999"})
  void keepsEachCoordinateEquallyOften(int d, double sparsity) {
    int seeds = 4000;
    int[] hits = new int[d];
    for (int seed = 0; seed < seeds; seed++) {
      Mask mask = Mask.draw(Seeds.child(5, seed), d, sparsity);
      for (int i = 0; i < mask.size(); i++) {
        hits[mask.coordinate(i)]++;
      }
    }
    double p = share(d, sparsity) / (double) d;
    double variance = seeds * p * (1 - p);
    double chiSquare = 0;
    for (int hit : hits) {
      assertThat((double) hit).isCloseTo(seeds * p, within(5 * Math.sqrt(variance)));
      chiSquare += (hit - seeds * p) * (hit - seeds * p) / variance;
    }
    // Each summand has mean 1 whatever the dependence; d of them spread by about √2d.
    assertThat(chiSquare).isCloseTo(d, within(6 * Math.sqrt(2.0 * d)));
  }

  @Test
  void differsBetweenSeedsAndNotBetweenDraws() {
    Set<String> masks = new HashSet<>();
    for (int seed = -500; seed < 500; seed++) {
      String mask = Arrays.toString(coordinates(Mask.draw(seed, 1000, 0.9)));
      assertThat(Arrays.toString(coordinates(Mask.draw(seed, 1000, 0.9)))).isEqualTo(mask);
      masks.add(mask);
    }
    assertThat(masks).hasSize(1000);
  }

  /** What journals were written with. */
  @Test
  void staysWhatItIs() {
    assertThat(coordinates(Mask.draw(3, 50, 0.8)))
        .containsExactly(5, 10, 18, 23, 28, 32, 37, 41, 46, 49);
  }

  @Test
  void countsThoseBelowACoordinate() {
    Mask mask = Mask.draw(3, 2000, 0.6);
    int[] kept = coordinates(mask);
    for (int at = 0; at <= 2000 + Noise.BLOCK; at++) {
      int limit = at;
      assertThat(mask.before(at))
          .isEqualTo((int) Arrays.stream(kept).filter(x -> x < limit).count());
    }
  }

  @Test
  void knowsWhatItWasDrawnFor() {
    Mask mask = Mask.draw(3, 2000, 0.6);
    assertThat(mask.isOf(3, 2000)).isTrue();
    assertThat(mask.isOf(4, 2000)).isFalse();
    assertThat(mask.isOf(3, 2001)).isFalse();
  }

  private static int[] coordinates(Mask mask) {
    return IntStream.range(0, mask.size()).map(mask::coordinate).toArray();
  }
}
