package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {

  private final long[][] words = new long[4][Philox.LANES];

  /** The known-answer vectors of Philox4x32-10 that Random123 publishes. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void givesThePublishedWordsInEveryLane(String counter, String key, String expected) {
    long[] counters = hex(counter);
    for (int w = 0; w < 4; w++) {
      Arrays.fill(words[w], counters[w]);
    }
    long[] keys = hex(key);

    Philox.encrypt(keys[0] | keys[1] << 32, words[0], words[1], words[2], words[3]);

    for (int lane = 0; lane < Philox.LANES; lane++) {
      assertThat(lane(lane)).as("lane %d", lane).containsExactly(hex(expected));
    }
  }

  @Test
  void countsAcrossTheWordBoundary() {
    long first = 0x1_FFFF_FFF0L;
    Philox.words(7, first, words[0], words[1], words[2], words[3]);

    long[][] expected = new long[4][Philox.LANES];
    for (int lane = 0; lane < Philox.LANES; lane++) {
      expected[0][lane] = (first + lane) & 0xFFFFFFFFL;
      expected[1][lane] = lane < 16 ? 1 : 2;
    }
    Philox.encrypt(7, expected[0], expected[1], expected[2], expected[3]);
    assertThat(words).isDeepEqualTo(expected);
  }

  @Test
  void drawsInitialWeightsFromCountersThatNoPerturbationUses() {
    long seed = 0xDEAD_BEEF_0000_0001L;
    long first = 1L << 33;
    for (int lane = 0; lane < Philox.LANES; lane++) {
      words[0][lane] = lane;
      words[1][lane] = first >>> 32;
      words[3][lane] = 1; // the perturbations' is 0
    }
    Philox.encrypt(seed, words[0], words[1], words[2], words[3]);

    for (int lane = 0; lane < Philox.LANES; lane++) {
      assertThat((double) Philox.uniform(seed, first + lane))
          .isEqualTo((words[0][lane] >>> 8) / 16_777_216.0);
    }
  }

  private long[] lane(int i) {
    return Arrays.stream(words).mapToLong(word -> word[i]).toArray();
  }

  private static long[] hex(String text) {
    return Arrays.stream(text.split(" ")).mapToLong(word -> Long.parseLong(word, 16)).toArray();
  }
}
