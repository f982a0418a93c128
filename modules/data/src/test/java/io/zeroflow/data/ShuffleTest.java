package io.zeroflow.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShuffleTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 42, Long.MIN_VALUE})
  void followsFisherAndYatesOnTheLibrarysSplitMix64(long seed) {
    List<Integer> items = IntStream.range(0, 1000).boxed().toList();
    List<Integer> expected = new ArrayList<>(items);
    SplittableRandom random = new SplittableRandom(seed);
    for (int last = 999; last > 0; last--) {
      // A draw is repeated with odds of 1000 in 2^63: no seed here meets that.
      Collections.swap(expected, last, (int) ((random.nextLong() >>> 1) % (last + 1)));
    }

    assertThat(Shuffle.shuffled(items, seed)).isEqualTo(expected);
  }

  @Test
  void leavesTheOriginalAlone() {
    List<Integer> items = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));

    List<Integer> shuffled = Shuffle.shuffled(items, 3);

    assertThat(items).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(items).isNotEqualTo(items);
  }

  @Test
  void takesEmptyAndSingleLists() {
    assertThat(Shuffle.shuffled(List.of(), 1)).isEmpty();
    assertThat(Shuffle.shuffled(List.of("a"), 1)).containsExactly("a");
  }

  @Test
  void derivesSeedsThatDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (long index = 0; index < 100; index++) {
        seeds.add(Shuffle.derive(seed, index));
      }
    }

    assertThat(seeds).hasSize(10_000);
  }
}
