package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Noise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianDistributionTest {

  private static final int N = 1 << 20;

  @Test
  void hasTheMomentsOfAStandardNormal() {
    double[] sums = new double[5];
    for (float z : draw(2024, N)) {
      for (int power = 1; power <= 4; power++) {
        sums[power] += Math.pow(z, power);
      }
    }
    // The bounds are five standard errors: Var(zᵏ) = E z²ᵏ − (E zᵏ)².
    assertThat(sums[1] / N).as("mean").isBetween(-bound(1), bound(1));
    assertThat(sums[2] / N).as("variance").isBetween(1 - bound(2), 1 + bound(2));
    assertThat(sums[3] / N).as("third moment").isBetween(-bound(15), bound(15));
    assertThat(sums[4] / N).as("fourth moment").isBetween(3 - bound(96), 3 + bound(96));
  }

  @Test
  void passesKolmogorovSmirnov() {
    float[] z = draw(31, N);
    Arrays.sort(z);
    double distance = 0;
    for (int i = 0; i < N; i++) {
      double expected = normalCdf(z[i]);
      distance = Math.max(distance, Math.max(expected - (double) i / N, (i + 1.0) / N - expected));
    }
    assertThat(distance * Math.sqrt(N)).as("1.95 is the 0.1 % point").isLessThan(1.95);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1L << 31, 1L << 32, 1L << 63})
  void isUncorrelatedAcrossNeighbouringSeeds(long difference) {
    assertUncorrelated(draw(1000, N), draw(1000 ^ difference, N), 0);
  }

  /** Neighbours, the two pairs of a counter, the two halves of a Box–Muller pair, and blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, Noise.BLOCK / 4, Noise.BLOCK / 2, Noise.BLOCK})
  void isUncorrelatedAcrossIndices(int lag) {
    float[] z = draw(8, N);
    assertUncorrelated(z, z, lag);
  }

  /** Where the radius takes bits from a second word is at 3.5: both sides of it count. */
  @Test
  void hasTheTailsOfAStandardNormal() {
    double[] bounds = {2, 3, 3.5, 4, 4.5, 5};
    long[] above = new long[bounds.length];
    long[] below = new long[bounds.length];
    GaussianNoise noise = new GaussianNoise();
    float[] z = new float[Noise.BLOCK];
    int blocks = 1 << 16;
    for (int block = 0; block < blocks; block++) {
      noise.block(99, block, z);
      for (float value : z) {
        if (Math.abs(value) > bounds[0]) {
          for (int b = 0; b < bounds.length && Math.abs(value) > bounds[b]; b++) {
            (value > 0 ? above : below)[b]++;
          }
        }
      }
    }
    for (int b = 0; b < bounds.length; b++) {
      double expected = blocks * (double) Noise.BLOCK * (1 - normalCdf(bounds[b]));
      double margin = 5 * Math.sqrt(expected);
      assertThat((double) above[b]).as("z > %s", bounds[b]).isCloseTo(expected, within(margin));
      assertThat((double) below[b]).as("z < −%s", bounds[b]).isCloseTo(expected, within(margin));
    }
  }

  /** Of a normal pair, exp(−r²/2) and the angle are uniform and independent. */
  @Test
  void pairsAreIsotropic() {
    long[][] counts = new long[32][32];
    long[] ofFarPairs = new long[32];
    float[] z = draw(5, 1 << 22);
    int pairs = Noise.BLOCK / 2;
    for (int i = 0; i < z.length; i += i % pairs == pairs - 1 ? pairs + 1 : 1) {
      double x = z[i];
      double y = z[i + pairs];
      double radius = Math.exp(-(x * x + y * y) / 2);
      int sector = (int) ((Math.atan2(y, x) / Math.PI + 1) * 16) % 32;
      counts[(int) Math.min(31, radius * 32)][sector]++;
      if (radius < 1 / 512.0) {
        ofFarPairs[sector]++;
      }
    }
    // The 1e-6 points of χ² with 1023 and 31 degrees of freedom.
    assertThat(chiSquare(Arrays.stream(counts).flatMapToLong(Arrays::stream).toArray()))
        .isLessThan(1250);
    assertThat(chiSquare(ofFarPairs)).isLessThan(85);
  }

  private static double chiSquare(long[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    return Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected)).sum() / expected;
  }

  /** Both z and z², as dependence can hide from the first. */
  private static void assertUncorrelated(float[] a, float[] b, int lag) {
    double product = 0;
    double squares = 0;
    int n = a.length - lag;
    for (int i = 0; i < n; i++) {
      double x = a[i];
      double y = b[i + lag];
      product += x * y;
      squares += (x * x - 1) * (y * y - 1);
    }
    assertThat(product / n).isBetween(-bound(1), bound(1));
    assertThat(squares / n).isBetween(-bound(4), bound(4));
  }

  private static double bound(double variance) {
    return 5 * Math.sqrt(variance / N);
  }

  private static float[] draw(long seed, int n) {
    GaussianNoise noise = new GaussianNoise();
    float[] all = new float[n];
    float[] z = new float[Noise.BLOCK];
    for (int block = 0; block < n / Noise.BLOCK; block++) {
      noise.block(seed, block, z);
      System.arraycopy(z, 0, all, block * Noise.BLOCK, Noise.BLOCK);
    }
    return all;
  }

  /** Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), Marsaglia 2004. */
  private static double normalCdf(double x) {
    double sum = x;
    double term = x;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
