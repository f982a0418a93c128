package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.optim.Noise;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptNoiseTest {

  private static final int BLOCK = Noise.BLOCK;

  private final GaussianNoise gaussian = new GaussianNoise();
  private final float[] z = new float[BLOCK];
  private int draws;

  /** Calls in random order, of interleaved seeds, with too little room, some and plenty. */
  @ParameterizedTest
  @ValueSource(ints = {BLOCK, 2 * BLOCK - 1, 10 * BLOCK, 1000 * BLOCK})
  void givesTheBitsOfItsSource(int maxFloats) {
    KeptNoise kept = new KeptNoise(new GaussianNoise(), maxFloats);
    float[] expected = new float[BLOCK];
    Random random = new Random(maxFloats);
    for (int call = 0; call < 5_000; call++) {
      // Seeds move on slowly, and d grows, as steps go by.
      long seed = call / 500 + random.nextInt(3);
      int block = random.nextInt(2 + call / 500);
      kept.block(seed, block, z);
      gaussian.block(seed, block, expected);
      assertThat(z).as("seed %d, block %d", seed, block).containsExactly(expected);
      z[random.nextInt(BLOCK)] = 7; // what a caller does with its copy is its own affair
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BLOCK, 4 * BLOCK})
  void addsTheBitsOfItsSource(int maxFloats) {
    KeptNoise kept = new KeptNoise(new GaussianNoise(), maxFloats);
    float[] sum = new float[BLOCK];
    float[] expected = new float[BLOCK];
    Random random = new Random(maxFloats);
    for (int call = 0; call < 500; call++) {
      long seed = random.nextInt(2);
      int block = random.nextInt(3);
      float scale = random.nextFloat();
      kept.add(seed, block, 0.3f, scale, FloatBuffer.wrap(sum), z);
      gaussian.add(seed, block, 0.3f, scale, FloatBuffer.wrap(expected), z);
      assertThat(sum).as("seed %d, block %d", seed, block).containsExactly(expected);
    }
  }

  @Test
  void drawsOnceWhatAStepAsksForThreeTimes() {
    KeptNoise kept = new KeptNoise(this::draw, 8 * BLOCK);
    for (long step = 0; step < 10; step++) {
      for (int time = 0; time < 3; time++) {
        for (long query = 0; query < 2; query++) {
          sweep(kept, 100 * step + query, 4);
        }
      }
    }
    assertThat(draws).as("steps · queries · blocks").isEqualTo(10 * 2 * 4);
  }

  @Test
  void keepsWhatItCanOfASeedThatIsTooLarge() {
    KeptNoise kept = new KeptNoise(this::draw, 3 * BLOCK);
    sweep(kept, 1, 5);
    sweep(kept, 1, 5);
    assertThat(draws).isEqualTo(5 + 2);
  }

  @Test
  void drawsOnlyTheNewBlocksOfAGrownVector() {
    KeptNoise kept = new KeptNoise(this::draw, 100 * BLOCK);
    sweep(kept, 1, 5);
    sweep(kept, 1, 7);
    assertThat(draws).isEqualTo(7);
  }

  @Test
  void dropsTheOldestSeedFirst() {
    KeptNoise kept = new KeptNoise(this::draw, 2 * BLOCK);
    sweep(kept, 1, 1);
    sweep(kept, 2, 1);
    sweep(kept, 1, 1); // a hit does not make a seed younger
    sweep(kept, 3, 1);
    draws = 0;
    sweep(kept, 2, 1);
    sweep(kept, 3, 1);
    assertThat(draws).as("of the seeds that are kept").isZero();
    sweep(kept, 1, 1);
    assertThat(draws).as("of the seed that was dropped").isEqualTo(1);
  }

  @Test
  void saysWhatBoundItNeeds() {
    assertThatThrownBy(() -> new KeptNoise(gaussian, BLOCK - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "noise is kept in blocks of 1024 floats, but at most 1023 may be kept; raise the bound"
                + " or use the source as it is");
  }

  private void sweep(Noise noise, long seed, int blocks) {
    for (int block = 0; block < blocks; block++) {
      noise.block(seed, block, z);
    }
  }

  private void draw(long seed, int block, float[] out) {
    draws++;
    gaussian.block(seed, block, out);
  }
}
