package io.zeroflow.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but {@link WeightsException} leaves the reader, and a lie costs no memory. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SafetensorsFuzzTest {

  private static final long SEED = Long.getLong("zeroflow.test.seed", 7);
  private static final int ROUNDS = 6000;
  private static final long TERABYTES = 5L << 40;

  /** What a refusal may allocate: far below anything that was declared. */
  private static final long LITTLE = 4 << 20;

  private static final String HEADER =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
          + "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]},"
          + "\"c\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[32,34]},"
          + "\"d\":{\"dtype\":\"I64\",\"shape\":[1,0],\"data_offsets\":[34,34]}}";
  private static final byte[] WHOLE = file(HEADER.getBytes(StandardCharsets.UTF_8), 34);

  /** What a header may be made to say: sizes that overflow, and things that are no sizes. */
  private static final String[] PIECES = {
    "0",
    "-1",
    "3",
    "2147483648",
    "4398046511104",
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "1e400",
    "1.0",
    "null",
    "[]",
    "{}",
    "[4398046511104,4398046511104]",
    "\"F32\"",
    "\"F64\"",
    "\"\"",
    "\"\\ud800\"",
    ",",
    ":",
    "\u0000",
    "é",
  };

  @TempDir private Path folder;

  @Test
  void survivesDamage() throws IOException {
    Random random = new Random(SEED);
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = random.nextBoolean() ? damagedBytes(random) : damagedHeader(random);
      accepted += opens(bytes, round) ? 1 : 0;
    }
    // Else the damage is so heavy that nothing beyond the first check is tried.
    assertThat(accepted).isBetween(ROUNDS / 100, ROUNDS * 99 / 100);
  }

  @Test
  void survivesNoise() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      opens(random.nextBoolean() ? noise : file(noise, random.nextInt(10)), round);
    }
  }

  @Test
  void survivesEveryFlippedBitOfTheLength() throws IOException {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      byte[] flipped = WHOLE.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(opens(flipped, bit)).as("bit %d", bit).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'dtype':'F32','shape':[1099511627776],'data_offsets':[0,4398046511104]}}",
        "{'a':{'dtype':'F32','shape':[1099511627776],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4398046511104,4398046511112]}}",
        "{'a':{'dtype':'F16','shape':[2147483647,2147483647],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'I8','shape':[4398046511104],'data_offsets':[0,4398046511104]}}",
        "{'a':{'dtype':'BF16','shape':[2199023255552],'data_offsets':[0,8]}}",
      })
  void terabytesThatAreOnlyDeclaredAreRefusedBeforeAnythingIsAllocated(String header)
      throws IOException {
    Path path = write(file(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 8));
    assertRefusedCheaply(path);
  }

  @Test
  void aHeaderOfTerabytesIsRefusedBeforeItIsRead() throws IOException {
    byte[] bytes = WHOLE.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(TERABYTES);
    assertRefusedCheaply(write(bytes));
  }

  /** The file is as long as it says, and all hole: its size must not be taken on trust either. */
  @Test
  void aFileOfTerabytesWhoseHeaderFillsItIsRefusedToo() throws IOException {
    Path path = write(WHOLE);
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(TERABYTES)
              .array());
      sparse.setLength(Long.BYTES + TERABYTES);
    } catch (IOException e) {
      abort("no file of that size can be made here: " + e);
    }
    assertRefusedCheaply(path);
  }

  private static void assertRefusedCheaply(Path path) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> WeightFile.open(path)).isInstanceOf(WeightsException.class);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(LITTLE);
  }

  private boolean opens(byte[] bytes, int round) throws IOException {
    Path path = write(bytes);
    try (WeightFile file = WeightFile.open(path)) {
      for (String name : file.names()) {
        read(file, name);
      }
      return true;
    } catch (WeightsException e) {
      assertThat(e).hasMessageContaining("fuzz.safetensors");
      return false;
    } catch (RuntimeException | Error e) {
      return fail(
          "seed %d, round %d: %s".formatted(SEED, round, HexFormat.of().formatHex(bytes)), e);
    }
  }

  /** As a network would, which knows the shape and asks for no other. */
  private static void read(WeightFile file, String name) {
    for (int[] shape : new int[][] {{2, 3}, {4}, {}, {1, 0}}) {
      try {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        assertThat(file.floats(name, shape)).hasSize(size);
      } catch (WeightsException e) {
        assertThat(e).hasMessageContaining("tensor '" + name + "'");
      }
    }
  }

  private static byte[] damagedBytes(Random random) {
    byte[] bytes = WHOLE.clone();
    int flips = random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flips > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  /** A header whose length is right and whose words are not. */
  private static byte[] damagedHeader(Random random) {
    StringBuilder header = new StringBuilder(HEADER);
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(header.length());
      String piece = PIECES[random.nextInt(PIECES.length)];
      switch (random.nextInt(3)) {
        case 0 -> header.deleteCharAt(at);
        case 1 -> header.insert(at, piece);
        default -> replaceNumber(header, at, piece);
      }
    }
    return file(header.toString().getBytes(StandardCharsets.UTF_8), random.nextInt(32, 40));
  }

  /** Puts the piece in the place of the next number. */
  private static void replaceNumber(StringBuilder header, int from, String piece) {
    int begin = from;
    while (begin < header.length() && !Character.isDigit(header.charAt(begin))) {
      begin++;
    }
    int end = begin;
    while (end < header.length() && Character.isDigit(header.charAt(end))) {
      end++;
    }
    header.replace(begin, end, piece);
  }

  private static byte[] file(byte[] header, int bytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("fuzz.safetensors"), bytes);
  }
}
