package io.zeroflow.optim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An immutable vector of finite floats, one a coordinate of θ: the gradient of a backprop step. */
public final class Dense {

  private final float[] values;

  private Dense(float[] values) {
    this.values = values;
  }

  /** A copy of θ's coordinates. */
  public static Dense of(Theta theta) {
    float[] values = new float[theta.size()];
    theta.read(0, values, values.length);
    return new Dense(values);
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static Dense of(ByteBuffer bytes) {
    if (bytes.remaining() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "a dense vector of %d bytes; floats take four each".formatted(bytes.remaining()));
    }
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Dense(values);
  }

  /** Little-endian floats behind one another. */
  public byte[] bytes() {
    byte[] bytes = new byte[values.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes;
  }

  /** Number of coordinates. */
  public int size() {
    return values.length;
  }

  /** Euclidean norm; not finite if a coordinate is not. */
  public double norm() {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** The same direction, {@code factor} times as long. */
  public Dense times(float factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * values[i];
    }
    return new Dense(scaled);
  }

  /** Copies coordinates from {@code from} on into {@code out[0..n)}. */
  public void read(int from, float[] out, int n) {
    System.arraycopy(values, from, out, 0, n);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dense dense && Arrays.equals(values, dense.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "dense(" + values.length + " floats)";
  }
}
