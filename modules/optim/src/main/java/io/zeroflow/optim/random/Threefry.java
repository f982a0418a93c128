package io.zeroflow.optim.random;

/**
 * Threefry4x32-13 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011): a keyed bijection of a 128-bit counter into four 32-bit words. The authors found no flaw
 * with TestU01's BigCrush from 12 rounds on; 13 is the least number above for which they publish
 * known answers.
 *
 * <p>The key is the seed, the counter is (lane, block, 0, stream). Nothing but 32-bit additions,
 * rotations and exclusive ors is needed, so a vector register holds as many lanes as it holds ints;
 * a generator that multiplies, such as Philox, gets half of that and is four times slower here.
 */
public final class Threefry {

  /** Counters that one call of {@link #words} takes. */
  public static final int LANES = 256;

  /** Words that one call of {@link #words} gives. */
  public static final int WORDS = 4 * LANES;

  private static final int PARITY = 0x1BD11BDA;
  private static final int ROUNDS = 13;
  private static final int[] EVEN_ROTATIONS = {10, 11, 13, 23, 6, 17, 25, 18};
  private static final int[] ODD_ROTATIONS = {26, 21, 27, 5, 20, 11, 10, 20};
  private static final float TWO_POW_MINUS_24 = 0x1p-24f;

  /** Added from an array, as the JIT makes slow code of a loop that stores its own index. */
  private static final int[] LANE = lanes();

  private Threefry() {}

  /**
   * Fills {@code words[0..WORDS)}: word k of lane i is {@code words[k · LANES + i]}.
   *
   * @param block counter word that callers step through
   * @param stream keeps users of the same seed apart
   */
  public static void words(long seed, int block, Stream stream, int[] words) {
    words((int) seed, (int) (seed >>> 32), 0, 0, 0, block, 0, stream.ordinal(), words);
  }

  /** Key k, counter (c0 + lane, c1, c2, c3). */
  static void words(int k0, int k1, int k2, int k3, int c0, int c1, int c2, int c3, int[] words) {
    int k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
    count(c0 + k0, c1 + k1, c2 + k2, c3 + k3, words);
    evenRounds(words, k1, k2, k3, k4 + 1);
    oddRounds(words, k2, k3, k4, k0 + 2);
    evenRounds(words, k3, k4, k0, k1 + 3);
    lastRound(words);
  }

  private static void count(int x0, int x1, int x2, int x3, int[] words) {
    for (int i = 0; i < LANES; i++) {
      words[i] = LANE[i] + x0;
      words[i + LANES] = x1;
      words[i + 2 * LANES] = x2;
      words[i + 3 * LANES] = x3;
    }
  }

  // Four rounds a loop: more, and the JIT no longer makes vector code of it; fewer, and the loads
  // and stores outweigh the arithmetic. All words are in one array because lanes are only proved
  // independent when every access has the same base and a constant offset.

  /** Rounds 0 to 3 or 8 to 11, then the key. */
  private static void evenRounds(int[] words, int k0, int k1, int k2, int k3) {
    for (int i = 0; i < LANES; i++) {
      int x0 = words[i];
      int x1 = words[i + LANES];
      int x2 = words[i + 2 * LANES];
      int x3 = words[i + 3 * LANES];
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 10) ^ x0;
      x2 += x3;
      x3 = Integer.rotateLeft(x3, 26) ^ x2;
      x0 += x3;
      x3 = Integer.rotateLeft(x3, 11) ^ x0;
      x2 += x1;
      x1 = Integer.rotateLeft(x1, 21) ^ x2;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 13) ^ x0;
      x2 += x3;
      x3 = Integer.rotateLeft(x3, 27) ^ x2;
      x0 += x3;
      x3 = Integer.rotateLeft(x3, 23) ^ x0;
      x2 += x1;
      x1 = Integer.rotateLeft(x1, 5) ^ x2;
      words[i] = x0 + k0;
      words[i + LANES] = x1 + k1;
      words[i + 2 * LANES] = x2 + k2;
      words[i + 3 * LANES] = x3 + k3;
    }
  }

  /** Rounds 4 to 7, then the key. */
  private static void oddRounds(int[] words, int k0, int k1, int k2, int k3) {
    for (int i = 0; i < LANES; i++) {
      int x0 = words[i];
      int x1 = words[i + LANES];
      int x2 = words[i + 2 * LANES];
      int x3 = words[i + 3 * LANES];
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 6) ^ x0;
      x2 += x3;
      x3 = Integer.rotateLeft(x3, 20) ^ x2;
      x0 += x3;
      x3 = Integer.rotateLeft(x3, 17) ^ x0;
      x2 += x1;
      x1 = Integer.rotateLeft(x1, 11) ^ x2;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, 25) ^ x0;
      x2 += x3;
      x3 = Integer.rotateLeft(x3, 10) ^ x2;
      x0 += x3;
      x3 = Integer.rotateLeft(x3, 18) ^ x0;
      x2 += x1;
      x1 = Integer.rotateLeft(x1, 20) ^ x2;
      words[i] = x0 + k0;
      words[i + LANES] = x1 + k1;
      words[i + 2 * LANES] = x2 + k2;
      words[i + 3 * LANES] = x3 + k3;
    }
  }

  /** Round 12. */
  private static void lastRound(int[] words) {
    for (int i = 0; i < LANES; i++) {
      int x0 = words[i] + words[i + LANES];
      int x2 = words[i + 2 * LANES] + words[i + 3 * LANES];
      words[i + LANES] = Integer.rotateLeft(words[i + LANES], 6) ^ x0;
      words[i + 3 * LANES] = Integer.rotateLeft(words[i + 3 * LANES], 20) ^ x2;
      words[i] = x0;
      words[i + 2 * LANES] = x2;
    }
  }

  /** One number in [0, 1), uniform on multiples of 2⁻²⁴: for initial weights, not for bulk. */
  public static float uniform(long seed, long index) {
    int[] x = {(int) index, (int) (index >>> 32), 0, Stream.INITIAL.ordinal()};
    encrypt(new int[] {(int) seed, (int) (seed >>> 32), 0, 0}, x);
    return (x[0] >>> 8) * TWO_POW_MINUS_24;
  }

  /** Replaces one counter by its words. */
  static void encrypt(int[] key, int[] x) {
    int[] k = {key[0], key[1], key[2], key[3], PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]};
    for (int round = 0; round < ROUNDS; round++) {
      if (round % 4 == 0) {
        addKey(k, round / 4, x);
      }
      int first = round % 2 == 0 ? 1 : 3;
      mix(x, 0, first, EVEN_ROTATIONS[round % 8]);
      mix(x, 2, 4 - first, ODD_ROTATIONS[round % 8]);
    }
  }

  private static void addKey(int[] k, int times, int[] x) {
    for (int i = 0; i < 4; i++) {
      x[i] += k[(times + i) % 5];
    }
    x[3] += times;
  }

  private static void mix(int[] x, int a, int b, int rotation) {
    x[a] += x[b];
    x[b] = Integer.rotateLeft(x[b], rotation) ^ x[a];
  }

  private static int[] lanes() {
    int[] lanes = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = i;
    }
    return lanes;
  }

  /** What words are for: each user draws from counters of its own. */
  public enum Stream {
    GAUSSIAN,
    INITIAL,
    RADEMACHER,
    MASK
  }
}
