package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseNoiseTest {

  /** The i-th kept coordinate has the source's i-th value, the others have none. */
  @ParameterizedTest
  @CsvSource({"1, 0.5", "1023, 0.9", "1024, 0.3", "1025, 0.999", "9000, 0.2", "9000, 1e-9"})
  void isTheSourceOnTheMaskAndZeroOffIt(int d, double sparsity) {
    Mask mask = Mask.draw(8, d, sparsity);
    float[] expected = new float[blocks(d) * Noise.BLOCK];
    float[] source = new float[Noise.BLOCK];
    for (int i = 0; i < mask.size(); i++) {
      new GaussianNoise().block(77, i / Noise.BLOCK, source);
      expected[mask.coordinate(i)] = source[i % Noise.BLOCK];
    }
    assertThat(all(new SparseNoise(new GaussianNoise(), mask), 77, d)).isEqualTo(expected);
  }

  @Test
  void isStandardNormalOnTheMask() {
    int d = 400_000;
    Mask mask = Mask.draw(1, d, 0.5);
    float[] z = all(new SparseNoise(new GaussianNoise(), mask), 2, d);
    double[] moments = new double[5];
    for (int i = 0; i < mask.size(); i++) {
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(z[mask.coordinate(i)], power) / mask.size();
      }
    }
    // Variances of x, x², x³, x⁴ under N(0, 1): 1, 2, 15, 96.
    double root = 4.5 / Math.sqrt(mask.size());
    assertThat(moments[1]).isCloseTo(0, within(root));
    assertThat(moments[2]).isCloseTo(1, within(root * Math.sqrt(2)));
    assertThat(moments[3]).isCloseTo(0, within(root * Math.sqrt(15)));
    assertThat(moments[4]).isCloseTo(3, within(root * Math.sqrt(96)));
  }

  @Test
  void addsWhatItDraws() {
    int d = 5000;
    SparseNoise noise = new SparseNoise(new GaussianNoise(), Mask.draw(4, d, 0.7));
    Random random = new Random(1);
    float[] z = new float[Noise.BLOCK];
    float[] scratch = new float[Noise.BLOCK];
    for (int block = 0; block < blocks(d); block++) {
      float[] out = new float[Noise.BLOCK];
      float[] expected = new float[Noise.BLOCK];
      noise.block(6, block, z);
      for (int k = 0; k < Noise.BLOCK; k++) {
        out[k] = (float) random.nextGaussian();
        expected[k] = Math.fma(-0.01f, Math.fma(0.3f, z[k], 0f), out[k]);
      }
      noise.add(6, block, 0.3f, -0.01f, FloatBuffer.wrap(out), scratch);
      assertThat(out).isEqualTo(expected);
    }
  }

  /** Whatever was written in between, to either, and however often the same work is used. */
  @Test
  void perturbsByWhatItDraws() {
    int d = 70_000;
    Theta theta = random(d, 1);
    Theta work = Theta.allocate(d);
    SparseNoise noise = new SparseNoise(new GaussianNoise(), Mask.draw(4, d, 0.7));
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      switch (random.nextInt(6)) {
        case 0 -> theta.set(random.nextInt(d), 3);
        case 1 -> work.set(random.nextInt(d), 3);
        case 2 -> work = random(d, i);
        case 3 -> moves(noise, theta, i);
        default -> {}
      }
      float[] before = values(theta);
      float scale = random.nextFloat();
      theta.perturbInto(work, noise, i / 2, scale);
      float[] expected = all(noise, i / 2, d);
      for (int k = 0; k < d; k++) {
        expected[k] = expected[k] == 0 ? before[k] : Math.fma(scale, expected[k], before[k]);
      }
      assertThat(values(work)).isEqualTo(Arrays.copyOf(expected, d));
      assertThat(values(theta)).isEqualTo(before);
    }
  }

  /** θ itself by a weighted direction, off which it stays what it is. */
  private static void moves(Noise noise, Theta theta, long seed) {
    float[] expected = values(theta);
    float[] z = all(noise, seed, expected.length);
    for (int k = 0; k < expected.length; k++) {
      expected[k] = Math.fma(-0.1f, Math.fma(0.7f, z[k], 0f), expected[k]);
    }
    noise.perturb(theta, theta, seed, 0.7f, -0.1f);
    assertThat(values(theta)).isEqualTo(expected);
  }

  private static Theta random(int d, long seed) {
    Theta theta = Theta.allocate(d);
    theta.append(SliceSpec.zeros("all", d), 1);
    theta.drawInto(theta, new GaussianNoise(), seed);
    return theta;
  }

  private static float[] values(Theta theta) {
    float[] values = new float[theta.size()];
    theta.read(0, values, values.length);
    return values;
  }

  @Test
  void anyOrderOfBlocksAndSeedsGivesTheSame() {
    int d = 20_000;
    Mask mask = Mask.draw(4, d, 0.4);
    SparseNoise noise = new SparseNoise(new GaussianNoise(), mask);
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, 2 * blocks(d)).boxed().toList());
    Collections.shuffle(shuffled, new Random(3));
    // Both seeds of a block behind one another, which is how queries are summed, then any.
    List<Integer> order = new ArrayList<>(IntStream.range(0, 2 * blocks(d)).boxed().toList());
    order.addAll(shuffled);
    float[] z = new float[Noise.BLOCK];
    for (int at : order) {
      noise.block(at % 2, at / 2, z);
      float[] alone = new float[Noise.BLOCK];
      new SparseNoise(new GaussianNoise(), mask).block(at % 2, at / 2, alone);
      assertThat(z).isEqualTo(alone);
    }
  }

  private static float[] all(Noise noise, long seed, int d) {
    float[] all = new float[blocks(d) * Noise.BLOCK];
    float[] z = new float[Noise.BLOCK];
    for (int block = 0; block < blocks(d); block++) {
      noise.block(seed, block, z);
      System.arraycopy(z, 0, all, block * Noise.BLOCK, Noise.BLOCK);
    }
    return all;
  }

  private static int blocks(int d) {
    return (d + Noise.BLOCK - 1) / Noise.BLOCK;
  }
}
