package io.zeroflow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing but {@link JournalException} leaves the codec, and what it reads it can write. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecordCodecFuzzTest {

  private static final long SEED = Long.getLong("zeroflow.test.seed", 7);
  private static final int ROUNDS = 50_000;

  private final List<byte[]> valid =
      RecordCodecTest.changes()
          .map(
              change ->
                  RecordCodec.encode(
                      new JournalRecord(
                          1, 2, Records.TIME, List.of(new Consumed(3, 4, 500)), change)))
          .toList();

  @Test
  void survivesNoise() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      if (noise.length > 1 && random.nextBoolean()) {
        noise[0] = 8; // the tag of the version, so that more than the first byte is looked at
        noise[1] = RecordCodec.VERSION;
      }
      decodes(noise, round);
    }
  }

  @Test
  void survivesEveryFlippedBit() {
    int accepted = 0;
    int tried = 0;
    for (byte[] whole : valid) {
      for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
        byte[] flipped = whole.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        accepted += decodes(flipped, bit) ? 1 : 0;
        tried++;
      }
    }
    assertThat(accepted).isBetween(1, tried - 1);
  }

  @Test
  void survivesDamage() {
    Random random = new Random(SEED);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] value = valid.get(random.nextInt(valid.size()));
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        value = damage(value, random);
      }
      accepted += decodes(value, round) ? 1 : 0;
    }
    // Else the damage is so heavy that nothing beyond the first check is tried.
    assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 99 / 100);
  }

  private byte[] damage(byte[] value, Random random) {
    int at = random.nextInt(value.length + 1);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(value, at);
      case 1 -> joined(value, at, new byte[] {(byte) random.nextInt()}, at);
      // A length or a number that claims to be larger than anything can be.
      case 2 -> joined(value, at, new byte[] {-1, -1, -1, -1, 7}, Math.min(at + 1, value.length));
      case 3 -> joined(value, at, valid.get(random.nextInt(valid.size())), at);
      default -> {
        byte[] changed = value.clone();
        if (at < changed.length) {
          changed[at] = (byte) random.nextInt();
        }
        yield changed;
      }
    };
  }

  /** The value with what is between two positions replaced. */
  private static byte[] joined(byte[] value, int from, byte[] middle, int to) {
    byte[] all = Arrays.copyOf(value, from + middle.length + value.length - to);
    System.arraycopy(middle, 0, all, from, middle.length);
    System.arraycopy(value, to, all, from + middle.length, value.length - to);
    return all;
  }

  private static boolean decodes(byte[] value, int round) {
    try {
      byte[] again = RecordCodec.encode(RecordCodec.decode(value));
      // To the bytes, for NaN is not equal to itself; what was unknown or redundant is gone.
      assertThat(RecordCodec.encode(RecordCodec.decode(again))).isEqualTo(again);
      return true;
    } catch (JournalException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    } catch (RuntimeException | Error e) {
      return fail(
          "seed %d, round %d: %s".formatted(SEED, round, HexFormat.of().formatHex(value)), e);
    }
  }
}
