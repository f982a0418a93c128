package io.zeroflow.optim.noise;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.random.Threefry;
import io.zeroflow.optim.random.Threefry.Stream;
import java.nio.FloatBuffer;

/**
 * Coordinates that are +1 or −1 with equal probability, as in simultaneous-perturbation stochastic
 * approximation (Spall 1992), where no coordinate can be drawn near zero or far out.
 *
 * <p>A random word is 32 signs: bit b of the words of a group are the signs of the group's b-th
 * block. The words of the last group are kept, so blocks are cheapest in order and seed by seed.
 */
public final class RademacherNoise implements Noise {

  static {
    if (Threefry.WORDS != BLOCK) {
      throw new AssertionError("a word has to hold one sign of each block of a group");
    }
  }

  private final int[] words = new int[Threefry.WORDS];
  private long seed;
  private int group;
  private boolean drawn;

  @Override
  public void block(long seed, int block, float[] z) {
    draw(seed, block >> 5);
    signs(words, 31 - (block & 31), z);
  }

  /** In one loop, as a sign is made of a bit faster than it is stored and loaded. */
  @Override
  public void add(
      long seed, int block, float weight, float scale, FloatBuffer out, float[] scratch) {
    draw(seed, block >> 5);
    add(words, 31 - (block & 31), weight, scale, out);
  }

  private static void add(int[] words, int toTheTop, float weight, float scale, FloatBuffer out) {
    for (int i = 0; i < BLOCK; i++) {
      float sign = (words[i] << toTheTop) >> 31 | 1;
      out.put(i, Math.fma(scale, Math.fma(weight, sign, 0f), out.get(i)));
    }
  }

  private void draw(long seed, int group) {
    if (drawn && this.seed == seed && this.group == group) {
      return;
    }
    Threefry.words(seed, group, Stream.RADEMACHER, words);
    this.seed = seed;
    this.group = group;
    drawn = true;
  }

  /** The bit moves to the sign, which is then spread over the word: −1 if set, else 0. */
  private static void signs(int[] words, int toTheTop, float[] z) {
    for (int i = 0; i < BLOCK; i++) {
      z[i] = (float) ((words[i] << toTheTop) >> 31 | 1);
    }
  }
}
