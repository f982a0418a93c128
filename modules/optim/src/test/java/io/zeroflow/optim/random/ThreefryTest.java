package io.zeroflow.optim.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.random.Threefry.Stream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreefryTest {

  private final int[] words = new int[Threefry.WORDS];

  /** The known-answer vectors of Threefry4x32-13 that Random123 publishes. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000 00000000 00000000,"
        + " 531c7e4f 39491ee5 2c855a92 3d6abf9a",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff ffffffff ffffffff,"
        + " c4189358 1c9cc83a d5881c67 6a0a89e0",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0 082efa98 ec4e6c89,"
        + " 4aa71d8f 734738c2 431fc6a8 ae6debf1"
  })
  void givesThePublishedWordsInEveryLane(String counter, String key, String expected) {
    int[] c = hex(counter);
    int[] k = hex(key);
    int[] one = c.clone();
    Threefry.encrypt(k, one);
    assertThat(one).containsExactly(hex(expected));
    for (int lane = 0; lane < Threefry.LANES; lane++) {
      Threefry.words(k[0], k[1], k[2], k[3], c[0] - lane, c[1], c[2], c[3], words);
      assertThat(lane(lane)).as("lane %d", lane).containsExactly(hex(expected));
    }
  }

  /** Enough calls that the lanes are compiled to vector code. */
  @Test
  void givesTheSameWordsInLanesAsOneByOne() {
    Random random = new Random(1);
    for (int call = 0; call < 20_000; call++) {
      int[] k = random.ints(4).toArray();
      int[] c = random.ints(4).toArray();
      Threefry.words(k[0], k[1], k[2], k[3], c[0], c[1], c[2], c[3], words);
      int lane = random.nextInt(Threefry.LANES);
      c[0] += lane;
      Threefry.encrypt(k, c);
      if (!Arrays.equals(lane(lane), c)) {
        assertThat(lane(lane)).as("call %d, lane %d", call, lane).containsExactly(c);
      }
    }
  }

  @Test
  void takesTheSeedAsKeyAndLaneBlockAndStreamAsCounter() {
    Threefry.words(0x0123_4567_89AB_CDEFL, -5, Stream.RADEMACHER, words);

    int[] counter = {200, -5, 0, 2};
    Threefry.encrypt(new int[] {0x89AB_CDEF, 0x0123_4567, 0, 0}, counter);
    assertThat(lane(200)).containsExactly(counter);
  }

  @Test
  void drawsInitialWeightsFromCountersThatNoPerturbationUses() {
    long seed = 0xDEAD_BEEF_0000_0001L;
    Threefry.words(seed, 3, Stream.INITIAL, words);

    for (int lane = 0; lane < Threefry.LANES; lane++) {
      assertThat((double) Threefry.uniform(seed, (3L << 32) + lane))
          .isEqualTo((words[lane] >>> 8) / 16_777_216.0);
    }
  }

  private int[] lane(int i) {
    return new int[] {
      words[i],
      words[i + Threefry.LANES],
      words[i + 2 * Threefry.LANES],
      words[i + 3 * Threefry.LANES]
    };
  }

  private static int[] hex(String text) {
    return Arrays.stream(text.split(" "))
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }
}
