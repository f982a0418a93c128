package io.zeroflow.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.zeroflow.data.StreamMessage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Nothing but {@link BadSampleException} leaves the codec, and what it reads it can write. */
class SampleCodecFuzzTest {
  private static final int ROUNDS = 20_000;

  private final SampleCodec codec = new SampleCodec(1 << 16);

  @Test
  void survivesNoise() {
    long seed = seed();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      if (noise.length > 0 && random.nextInt(4) == 0) {
        noise[0] = '{';
      }
      decode(noise, seed, round);
    }
  }

  @Test
  void survivesDamage() {
    long seed = seed();
    Random random = new Random(seed);
    List<byte[]> wholes =
        SampleCodecTest.messages().stream()
            .flatMap(m -> List.of(codec.encode(m), codec.encodeJson(m)).stream())
            .toList();
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] value = wholes.get(random.nextInt(wholes.size())).clone();
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        value = damage(value, random);
      }
      accepted += decode(value, seed, round) ? 1 : 0;
    }
    // Else the damage is so heavy that nothing beyond the first check is tried.
    assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 99 / 100);
  }

  private boolean decode(byte[] value, long seed, int round) {
    StreamMessage message;
    try {
      assertThat(Tag.of(value)).isNotNull();
      message = codec.decode(value);
    } catch (BadSampleException e) {
      assertThat(e).hasMessageNotContaining("\n");
      return false;
    } catch (RuntimeException | Error e) {
      return fail(
          "seed %d, round %d: %s".formatted(seed, round, HexFormat.of().formatHex(value)), e);
    }
    assertThat(codec.decode(codec.encode(message)))
        .as("seed %d, round %d", seed, round)
        .isEqualTo(message);
    return true;
  }

  private static byte[] damage(byte[] value, Random random) {
    if (value.length == 0) {
      return value;
    }
    int at = random.nextInt(value.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(value, at);
      case 1 -> {
        value[at] ^= (byte) (1 << random.nextInt(8));
        yield value;
      }
      case 2 -> {
        value[at] = (byte) random.nextInt(256);
        yield value;
      }
      case 3 -> {
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        System.arraycopy(value, at, longer, at + 1, value.length - at);
        yield longer;
      }
      default -> {
        System.arraycopy(value, at, value, random.nextInt(at + 1), value.length - at);
        yield value;
      }
    };
  }

  /** A new one each run; {@code -Dzeroflow.seed} repeats one that failed. */
  private static long seed() {
    long seed = Long.getLong("zeroflow.seed", System.nanoTime());
    System.out.println("SampleCodecFuzzTest: -Dzeroflow.seed=" + seed);
    return seed;
  }
}
