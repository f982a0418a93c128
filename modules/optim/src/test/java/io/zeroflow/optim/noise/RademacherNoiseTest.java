package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.random.Threefry;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RademacherNoiseTest {

  private static final int BLOCK = Noise.BLOCK;
  private static final int BLOCKS = 1 << 10;
  private static final int N = BLOCKS * BLOCK;

  @Test
  void isPlusOrMinusOneAndBalanced() {
    float[] z = draw(17);
    double sum = 0;
    for (float value : z) {
      if (value != 1f && value != -1f) {
        assertThat(value).isEqualTo(1f);
      }
      sum += value;
    }
    assertThat(sum / N).isBetween(-bound(), bound());
  }

  /** 32 blocks are the 32 bits of the same words. */
  @Test
  void everyBitAndEveryPlaceInABlockIsBalanced() {
    float[] z = draw(18);
    for (int bit = 0; bit < 32; bit++) {
      double sum = 0;
      for (int block = bit; block < BLOCKS; block += 32) {
        sum += IntStream.range(block * BLOCK, (block + 1) * BLOCK).mapToDouble(i -> z[i]).sum();
      }
      assertThat(sum).as("bit %d", bit).isBetween(-5 * Math.sqrt(N / 32), 5 * Math.sqrt(N / 32));
    }
    double squares = 0;
    for (int place = 0; place < BLOCK; place++) {
      double sum = 0;
      for (int i = place; i < N; i += BLOCK) {
        sum += z[i];
      }
      squares += sum * sum / BLOCKS;
    }
    // χ² with 1024 degrees of freedom has a deviation of √2048.
    assertThat(squares).isBetween(1024 - 5 * Math.sqrt(2048), 1024 + 5 * Math.sqrt(2048));
  }

  @Test
  void addsWhatItDraws() {
    RademacherNoise noise = new RademacherNoise();
    Random random = new Random(2);
    float[] z = new float[BLOCK];
    for (int call = 0; call < 200; call++) {
      long seed = random.nextInt(3);
      int block = random.nextInt(100);
      float scale = (float) random.nextGaussian();
      float[] out = new float[BLOCK];
      float[] expected = new float[BLOCK];
      new RademacherNoise().block(seed, block, z);
      for (int i = 0; i < BLOCK; i++) {
        out[i] = (float) random.nextGaussian();
        expected[i] = Math.fma(scale, 0.3f * z[i], out[i]);
      }
      noise.add(seed, block, 0.3f, scale, FloatBuffer.wrap(out), new float[BLOCK]);
      assertThat(out).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1L << 31, 1L << 32, 1L << 63})
  void isUncorrelatedAcrossNeighbouringSeeds(long difference) {
    assertUncorrelated(draw(1000), draw(1000 ^ difference), 0);
  }

  /** Neighbours, the words of a counter, bits of a word, and groups. */
  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 31, 32, BLOCK / 4, BLOCK / 2, BLOCK, 2 * BLOCK, 31 * BLOCK, 32 * BLOCK})
  void isUncorrelatedAcrossIndices(int lag) {
    float[] z = draw(8);
    assertUncorrelated(z, z, lag);
  }

  /** Signs that are pairwise independent may still depend three by three. */
  @Test
  void tripletsAreIndependent() {
    float[] z = draw(9);
    long[] counts = new long[8];
    for (int i = 0; i + 2 < N; i += 3) {
      counts[(z[i] > 0 ? 4 : 0) + (z[i + 1] > 0 ? 2 : 0) + (z[i + 2] > 0 ? 1 : 0)]++;
    }
    double expected = N / 24.0;
    for (long count : counts) {
      assertThat((double) count)
          .isBetween(expected - 5 * Math.sqrt(expected), expected + 5 * Math.sqrt(expected));
    }
  }

  @Test
  void givesTheSameBitsInAnyOrderAndFromAnyInstance() {
    float[] inOrder = draw(-3);
    List<Integer> order = new ArrayList<>(IntStream.range(0, BLOCKS).boxed().toList());
    Collections.shuffle(order, new Random(5));
    RademacherNoise other = new RademacherNoise();
    float[] z = new float[BLOCK];
    for (int block : order) {
      if (block % 3 == 0) {
        other.block(12345, block, z); // history must not matter
      }
      other.block(-3, block, z);
      assertThat(z)
          .as("block %d", block)
          .containsExactly(Arrays.copyOfRange(inOrder, block * BLOCK, (block + 1) * BLOCK));
    }
  }

  @Test
  void takesBitBOfAGroupsWordsForItsBlockB() {
    int[] words = new int[Threefry.WORDS];
    float[] z = new float[BLOCK];
    RademacherNoise noise = new RademacherNoise();
    for (int block = 0; block < 64; block++) {
      Threefry.words(6, block / 32, Threefry.Stream.RADEMACHER, words);
      noise.block(6, block, z);
      for (int i = 0; i < BLOCK; i++) {
        float expected = (words[i] & 1 << block % 32) == 0 ? 1f : -1f;
        if (z[i] != expected) {
          assertThat(z[i]).as("block %d, coordinate %d", block, i).isEqualTo(expected);
        }
      }
    }
  }

  private static void assertUncorrelated(float[] a, float[] b, int lag) {
    double product = 0;
    int n = a.length - lag;
    for (int i = 0; i < n; i++) {
      product += a[i] * b[i + lag];
    }
    assertThat(product / n).isBetween(-bound(), bound());
  }

  private static double bound() {
    return 5 / Math.sqrt(N);
  }

  private static float[] draw(long seed) {
    RademacherNoise noise = new RademacherNoise();
    float[] all = new float[N];
    float[] z = new float[BLOCK];
    for (int block = 0; block < BLOCKS; block++) {
      noise.block(seed, block, z);
      System.arraycopy(z, 0, all, block * BLOCK, BLOCK);
    }
    return all;
  }
}
