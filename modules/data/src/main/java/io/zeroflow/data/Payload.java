package io.zeroflow.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The input of one sample.
 *
 * <p>Arrays are taken over, not copied: a payload crosses many hands between the network and the
 * tensor engine, and nobody on that way may write to it.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, and ownership is stated above
public sealed interface Payload {

  /**
   * A number of 64 bits that is the same for equal content on every machine and in every release,
   * and different for different content but for one pair in 2³² or so: from the content's SHA-256.
   */
  default long fingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    switch (this) {
      case Text text -> digest.update(text.text().getBytes(StandardCharsets.UTF_8));
      case Image image -> digest.update(image.bytes());
      case Tensor tensor -> {
        ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * tensor.values().length);
        floats.asFloatBuffer().put(tensor.values());
        digest.update(Arrays.toString(tensor.shape()).getBytes(StandardCharsets.UTF_8));
        digest.update(floats);
      }
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** Bytes that it takes, about. */
  default long memory() {
    return switch (this) {
      case Text text -> 2L * text.text().length();
      case Image image -> image.bytes().length;
      case Tensor tensor -> (long) Float.BYTES * tensor.values().length;
    };
  }

  /** A sentence, not blank. */
  record Text(String text) implements Payload {
    /**
     * @throws IllegalArgumentException for blank text
     */
    public Text {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a text payload must hold text, but it is blank");
      }
    }
  }

  /** A whole PNG or JPEG file. */
  record Image(byte[] bytes) implements Payload {
    /**
     * @throws IllegalArgumentException for an empty array
     */
    public Image {
      if (bytes.length == 0) {
        throw new IllegalArgumentException("an image payload must hold a file, but it is empty");
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Image that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Image[" + bytes.length + " bytes]";
    }
  }

  /**
   * A dense row-major array.
   *
   * @param shape at least one dimension, each at least 1, outermost first
   * @param values finite, as many as the product of the shape
   */
  record Tensor(int[] shape, float[] values) implements Payload {
    /**
     * @throws IllegalArgumentException if the shape does not fit the values, or a value is NaN or
     *     infinite
     */
    public Tensor {
      if (elements(shape) != values.length) {
        throw new IllegalArgumentException(
            "shape %s does not describe %d values"
                .formatted(Arrays.toString(shape), values.length));
      }
      int bad = firstNotFinite(values);
      if (bad >= 0) {
        throw new IllegalArgumentException(
            "tensor value %d is %s; only finite values can be learned from"
                .formatted(bad, values[bad]));
      }
    }

    /**
     * The product of the dimensions, or -1 for no shape at all, a dimension below 1 or overflow.
     */
    public static long elements(int[] shape) {
      if (shape.length == 0) {
        return -1;
      }
      long product = 1;
      for (int dimension : shape) {
        // Each factor stays below 2^31, so a product that is still an int cannot overflow a long.
        if (dimension < 1 || product > Integer.MAX_VALUE) {
          return -1;
        }
        product *= dimension;
      }
      return product;
    }

    /** The index of the first NaN or infinite value, or -1 where there is none. */
    public static int firstNotFinite(float[] values) {
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tensor that
          && Arrays.equals(shape, that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return "Tensor" + Arrays.toString(shape);
    }
  }
}
