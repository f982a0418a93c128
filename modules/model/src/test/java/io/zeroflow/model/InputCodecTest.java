package io.zeroflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputCodecTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "one line", "grüße, 世界, 🐈\n\u0000"})
  void aTextComesBack(String text) {
    Input input = new Input.Text(text);
    assertThat(InputCodec.decode(InputCodec.encode(input))).isEqualTo(input);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void anImageComesBack(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    Input back = InputCodec.decode(InputCodec.encode(new Input.Image(bytes)));
    assertThat(((Input.Image) back).bytes()).isEqualTo(bytes);
  }

  @Test
  void aTensorComesBackWithEveryBit() {
    float[] values = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
    Input back = InputCodec.decode(InputCodec.encode(new Input.Pixels(List.of(2, 1, 3), values)));
    assertThat(((Input.Pixels) back).shape()).containsExactly(2, 1, 3);
    assertThat(((Input.Pixels) back).values()).containsExactly(values);
  }

  @Test
  void aTensorOfRankZeroComesBack() {
    Input back = InputCodec.decode(InputCodec.encode(new Input.Pixels(List.of(), new float[] {7})));
    assertThat(((Input.Pixels) back).shape()).isEmpty();
    assertThat(((Input.Pixels) back).values()).containsExactly(7f);
  }

  /** The format is one of the journal, so its bytes are fixed. */
  @Test
  void theBytesAreTheDocumentedOnes() {
    assertThat(InputCodec.encode(new Input.Text("é"))).containsExactly('t', 0xC3, 0xA9);
    assertThat(InputCodec.encode(new Input.Image(new byte[] {9}))).containsExactly('i', 9);
    assertThat(InputCodec.encode(new Input.Pixels(List.of(1), new float[] {1f})))
        .containsExactly('p', 1, 1, 0, 0, 0, 0, 0, 0x80, 0x3F);
  }

  @Test
  void valuesThatDoNotFillTheShapeAreRefused() {
    assertThatThrownBy(() -> InputCodec.encode(new Input.Pixels(List.of(2, 2), new float[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tensor of shape [2, 2] has 3 values");
    List<Integer> deep = IntStream.range(0, 128).mapToObj(i -> 1).toList();
    assertThatThrownBy(() -> InputCodec.encode(new Input.Pixels(deep, new float[1])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Products of dimensions that overflow to the right size, and dimensions below 1. */
  @ParameterizedTest
  @CsvSource({
    "0, 65536 65536 65536 65536",
    "0, 1073741824 1073741824 4",
    "0, 0",
    "1, -1 -1",
    "1, 2147483647 2147483647",
    "2, 3",
    "0, 2147483647",
  })
  void aShapeThatTheBytesDoNotFillIsRefused(int values, String shape) {
    List<Integer> dimensions = List.of(shape.split(" ")).stream().map(Integer::valueOf).toList();
    ByteBuffer bytes =
        ByteBuffer.allocate(2 + 4 * dimensions.size() + 4 * values).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'p').put((byte) dimensions.size());
    dimensions.forEach(bytes::putInt);
    assertThatThrownBy(() -> InputCodec.decode(bytes.array()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a kept tensor of shape %s has %d bytes".formatted(dimensions, 4 * values));
  }

  @Test
  void everyOtherMalformedInputIsRefused() {
    assertRefused("no bytes");
    assertRefused("begins with byte 120", 'x', 1);
    assertRefused("not in UTF-8", 't', 0xC3);
    assertRefused("cut short", 'p');
    assertRefused("cut short", 'p', 2, 1, 0, 0, 0, 1);
    assertRefused("cut short", 'p', 0xFF, 1, 0, 0, 0);
    assertRefused("has 5 bytes", 'p', 0, 0, 0, 0, 0, 0);
  }

  private static void assertRefused(String fragment, int... bytes) {
    byte[] encoded = new byte[bytes.length];
    IntStream.range(0, bytes.length).forEach(i -> encoded[i] = (byte) bytes[i]);
    assertThatThrownBy(() -> InputCodec.decode(encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fragment);
  }

  /** Whatever the bytes are, they are an input or refused as none. */
  @Test
  void randomBytesDoNothingElse() {
    Random random = new Random(5);
    int tensors = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 'p';
        bytes[1] = (byte) random.nextInt(3);
      }
      try {
        tensors += InputCodec.decode(bytes) instanceof Input.Pixels ? 1 : 0;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("a kept ");
      }
    }
    assertThat(tensors).isPositive();
  }
}
