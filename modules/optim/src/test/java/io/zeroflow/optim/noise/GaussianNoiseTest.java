package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

  @Test
  void agreesWithBoxMullerInDoublePrecision() {
    long[][] words = new long[4][Philox.LANES];
    float[] z = new float[Noise.BLOCK];
    GaussianNoise noise = new GaussianNoise();
    for (int block = 0; block < 2_000; block++) {
      noise.block(77, block, z);
      Philox.words(77, (long) block * Philox.LANES, words[0], words[1], words[2], words[3]);
      for (int half = 0; half < 2; half++) {
        for (int i = 0; i < Philox.LANES; i++) {
          double radius = Math.sqrt(-2 * Math.log(((words[2 * half][i] >>> 8) + 1) / 16_777_216.0));
          double angle = 2 * Math.PI * ((words[2 * half + 1][i] >>> 8) / 16_777_216.0 - 0.5);
          double error =
              Math.hypot(
                  z[2 * half * Philox.LANES + i] - radius * Math.cos(angle),
                  z[(2 * half + 1) * Philox.LANES + i] - radius * Math.sin(angle));
          // √ magnifies the logarithm's error where the radius is almost zero.
          if (error > (radius > 0.01 ? 1e-5 : 2e-4)) {
            assertThat(error).as("block %d, lane %d, radius %s", block, i, radius).isZero();
          }
        }
      }
    }
  }

  @Test
  void givesTheSameBitsInAnyOrderAndFromAnyInstance() {
    int blocks = 64;
    float[][] inOrder = new float[blocks][Noise.BLOCK];
    GaussianNoise noise = new GaussianNoise();
    List<Integer> order = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      noise.block(-3, block, inOrder[block]);
      order.add(block);
    }
    Collections.shuffle(order, new Random(5));
    GaussianNoise other = new GaussianNoise();
    float[] z = new float[Noise.BLOCK];
    for (int block : order) {
      other.block(12345, block + 1, z); // history must not matter
      other.block(-3, block, z);
      assertThat(z).as("block %d", block).containsExactly(inOrder[block]);
    }
  }

  /** A journal is only worth something if these bits never change. */
  @Test
  void keepsTheBitsThatJournalsWereWrittenWith() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer bytes =
        ByteBuffer.allocate(Noise.BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float[] z = new float[Noise.BLOCK];
    GaussianNoise noise = new GaussianNoise();
    // Enough calls that interpreted, compiled and vectorised code all take part.
    for (int block = 0; block < 5_000; block++) {
      noise.block(0x0123_4567_89AB_CDEFL * block, block, z);
      bytes.clear().asFloatBuffer().put(z);
      digest.update(bytes.array());
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("0ff44e0bd31c12eb09912c239dadaf6c8b0a89c814ff327c05d9a0f8f8667285");
  }
}
