package io.zeroflow.optim.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.optim.Noise;
import io.zeroflow.optim.random.Threefry;
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
    int[] words = new int[Threefry.WORDS];
    float[] z = new float[Noise.BLOCK];
    GaussianNoise noise = new GaussianNoise();
    int pairs = Noise.BLOCK / 2;
    double worst = 0;
    for (int block = 0; block < 4_000; block++) {
      noise.block(77, block, z);
      Threefry.words(77, block, Threefry.Stream.GAUSSIAN, words);
      for (int i = 0; i < pairs; i++) {
        double radius = Math.sqrt(-2 * Math.log(uniform(words[i], words[i + pairs])));
        double angle = 2 * Math.PI * ((words[i + pairs] >> 8) / 16_777_216.0);
        worst =
            Math.max(
                worst,
                Math.hypot(
                    z[i] - radius * Math.cos(angle), z[i + pairs] - radius * Math.sin(angle)));
      }
    }
    assertThat(worst).isLessThan(1e-5);
  }

  /** Digit by digit: binary zeros until the first one, then a fraction below one half. */
  private static double uniform(int first, int second) {
    String digits = bits(first, 31, 23) + bits(second, 22, 0);
    int zeros = digits.indexOf('1');
    double x = (Integer.parseInt(bits(first, 22, 0), 2) + 0.5) / 16_777_216.0;
    return (1 - x) * Math.pow(0.5, zeros < 0 ? 32 : zeros);
  }

  private static String bits(int word, int high, int low) {
    StringBuilder text = new StringBuilder();
    for (int bit = high; bit >= low; bit--) {
      text.append((word & (1 << bit)) == 0 ? '0' : '1');
    }
    return text.toString();
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
        .isEqualTo("24e720032b27e59069e4679ce38d2a795bee12672e876f5cd081c8532c92408b");
  }
}
