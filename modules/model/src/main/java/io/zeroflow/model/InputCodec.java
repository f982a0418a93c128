package io.zeroflow.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Inputs as bytes, for samples that a journal keeps: a letter for the kind, then text in UTF-8, an
 * image file as it is, or the rank, dimensions and floats of a tensor, little-endian.
 */
public final class InputCodec {

  private static final byte TEXT = 't';
  private static final byte IMAGE = 'i';
  private static final byte PIXELS = 'p';

  private InputCodec() {}

  /**
   * The bytes of an input.
   *
   * @throws IllegalArgumentException if the values of a tensor do not fit its shape
   */
  public static byte[] encode(Input input) {
    return switch (input) {
      case Input.Text(String value) -> tagged(TEXT, value.getBytes(StandardCharsets.UTF_8));
      case Input.Image(byte[] bytes) -> tagged(IMAGE, bytes);
      case Input.Pixels(List<Integer> shape, float[] values) -> {
        if (shape.size() > Byte.MAX_VALUE || !fits(shape, values.length)) {
          throw new IllegalArgumentException(
              "a tensor of shape %s has %d values".formatted(shape, values.length));
        }
        ByteBuffer out =
            ByteBuffer.allocate(2 + Integer.BYTES * shape.size() + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(PIXELS)
                .put((byte) shape.size());
        shape.forEach(out::putInt);
        for (float value : values) {
          out.putFloat(value);
        }
        yield out.array();
      }
    };
  }

  private static byte[] tagged(byte tag, byte[] content) {
    byte[] bytes = new byte[content.length + 1];
    bytes[0] = tag;
    System.arraycopy(content, 0, bytes, 1, content.length);
    return bytes;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are no input
   */
  public static Input decode(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("a kept input has no bytes");
    }
    byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
    return switch (bytes[0]) {
      case TEXT -> text(content);
      case IMAGE -> new Input.Image(content);
      case PIXELS -> pixels(content);
      default -> throw new IllegalArgumentException("a kept input begins with byte " + bytes[0]);
    };
  }

  private static Input text(byte[] content) {
    try {
      // Unlike the constructor of String this refuses what is no UTF-8.
      return new Input.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a kept text is not in UTF-8", e);
    }
  }

  private static Input pixels(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    try {
      List<Integer> shape = new ArrayList<>();
      for (int rank = in.get(); rank != 0; rank--) { // a negative one runs out of bytes
        shape.add(in.getInt());
      }
      float[] values = new float[in.remaining() / Float.BYTES];
      if (in.remaining() % Float.BYTES != 0 || !fits(shape, values.length)) {
        throw new IllegalArgumentException(
            "a kept tensor of shape %s has %d bytes".formatted(shape, in.remaining()));
      }
      in.asFloatBuffer().get(values);
      return new Input.Pixels(List.copyOf(shape), values);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a kept tensor is cut short", e);
    }
  }

  /** Whether a tensor of that shape has so many values; the product must not overflow. */
  private static boolean fits(List<Integer> shape, int length) {
    long size = 1;
    for (int dimension : shape) {
      if (dimension < 1) {
        return false;
      }
      size = Math.min(size * dimension, Integer.MAX_VALUE + 1L);
    }
    return size == length;
  }
}
