package io.zeroflow.optim.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeedsTest {

  /** Model seed → step seed → query seed is the chain that a run walks. */
  @Test
  void grandchildrenOfNeighbouringSeedsDoNotCollide() {
    long[] seeds =
        LongStream.range(-5, 5)
            .flatMap(model -> LongStream.range(0, 20_000).map(step -> Seeds.child(model, step)))
            .flatMap(step -> LongStream.range(0, 4).map(query -> Seeds.child(step, query)))
            .toArray();
    assertDistinct(seeds);
  }

  @Test
  void childrenDoNotCollideOnAGridOfSeedsAndNumbers() {
    assertDistinct(
        LongStream.range(0, 1_000)
            .flatMap(seed -> LongStream.range(0, 1_000).map(n -> Seeds.child(seed, n)))
            .toArray());
  }

  /** The key of the generator is both halves of a seed, so each half has to look random. */
  @Test
  void oneChangedBitFlipsHalfOfTheBits() {
    int samples = 2_000;
    for (int bit = 0; bit < 64; bit++) {
      long flips = 0;
      for (long n = 0; n < samples; n++) {
        flips += Long.bitCount(Seeds.child(n, 1) ^ Seeds.child(n ^ (1L << bit), 1));
        flips += Long.bitCount(Seeds.child(1, n) ^ Seeds.child(1, n ^ (1L << bit)));
      }
      // A sum of 64 · 2 · samples fair coins has a deviation of √(32 · samples).
      double deviations = (flips - 64.0 * samples) / Math.sqrt(32.0 * samples);
      assertThat(deviations).as("bit %d", bit).isBetween(-5.0, 5.0);
    }
  }

  @Test
  void aSiblingIsFoundWithoutTheParent() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long parent = random.nextLong();
      long n = random.nextLong();
      long m = random.nextInt(1_000);
      assertThat(Seeds.sibling(Seeds.child(parent, n), n, m)).isEqualTo(Seeds.child(parent, m));
    }
  }

  private static void assertDistinct(long[] seeds) {
    Arrays.sort(seeds);
    assertThat(IntStream.range(1, seeds.length).filter(i -> seeds[i - 1] == seeds[i])).isEmpty();
  }
}
