package io.zeroflow.optim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All trainable parameters as one flat vector of d floats in one off-heap, 64-byte aligned buffer,
 * so that a perturbation is one pass over one array and the engine on a CPU reads the very same
 * memory.
 *
 * <p>θ grows at its end only: a new head row or adapter is appended, so the index of a coordinate,
 * and with it its noise and optimizer state, never changes. The memory is released when the last
 * reference to it is gone. Not safe for concurrent use.
 */
public final class Theta implements Persistent {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGNMENT = 64;

  /** The whole blocks of floats that one byte buffer can show. */
  private static final int MAX_CAPACITY =
      Integer.MAX_VALUE / Float.BYTES / Noise.BLOCK * Noise.BLOCK;

  private final MemorySegment memory;
  private final FloatBuffer floats;
  private final int capacity;
  private final Map<String, Slice> slices = new LinkedHashMap<>();
  private int size;
  private long changes;

  private Theta(int capacity) {
    this.capacity = capacity;
    long floats = Math.ceilDiv(capacity, Noise.BLOCK) * (long) Noise.BLOCK;
    this.memory = Arena.ofAuto().allocate(floats * Float.BYTES, ALIGNMENT);
    this.floats = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /**
   * An empty θ.
   *
   * @param capacity the most coordinates that it can ever hold, from 1 to 2²⁹ − 2¹⁰
   */
  public static Theta allocate(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity of θ is %d; it must be from 1 to %d".formatted(capacity, MAX_CAPACITY));
    }
    return new Theta(capacity);
  }

  /** Number of coordinates in use: d. */
  public int size() {
    return size;
  }

  /** The most coordinates that fit. */
  public int capacity() {
    return capacity;
  }

  /**
   * How often coordinates have been written: as long as it stays the same so do they, but for what
   * is written through {@link #buffer}.
   */
  public long changes() {
    return changes;
  }

  /** The slices in order of their offsets. */
  public Map<String, Slice> slices() {
    return Collections.unmodifiableMap(slices);
  }

  /** The slice of that name. */
  public Slice slice(String name) {
    Slice slice = slices.get(name);
    if (slice == null) {
      throw new IllegalArgumentException(
          "θ has no slice '" + name + "'; it has " + slices.keySet());
    }
    return slice;
  }

  /**
   * Appends a slice.
   *
   * @param seed under which its initial values are drawn
   * @throws IllegalArgumentException if the name is taken
   * @throws IllegalStateException if it does not fit into the capacity
   */
  public Slice append(SliceSpec spec, long seed) {
    Slice slice = new Slice(spec.name(), size, spec.shape());
    if (slice.length() > capacity - size) { // end() could overflow
      throw new IllegalStateException(
          "slice %s of %d floats does not fit: θ holds %d of at most %d"
              .formatted(spec.name(), slice.length(), size, capacity));
    }
    if (slices.putIfAbsent(spec.name(), slice) != null) {
      throw new IllegalArgumentException("θ already has a slice '" + spec.name() + "'");
    }
    size = slice.end();
    for (int i = slice.offset(); i < size; i++) {
      set(i, spec.init().at(seed, i));
    }
    return slice;
  }

  /** Coordinate i. */
  public float get(int i) {
    return memory.getAtIndex(FLOAT, Objects.checkIndex(i, size));
  }

  /** Sets coordinate i. Only an update rule or the owner of a slice may. */
  public void set(int i, float value) {
    changes++;
    memory.setAtIndex(FLOAT, Objects.checkIndex(i, size), value);
  }

  /** Copies coordinates [from, from + n) into {@code out[0..n)}. */
  public void read(int from, float[] out, int n) {
    Objects.checkFromIndexSize(from, n, size);
    MemorySegment.copy(memory, FLOAT, (long) from * Float.BYTES, out, 0, n);
  }

  /** Copies {@code in[0..n)} into coordinates [from, from + n). */
  public void write(int from, float[] in, int n) {
    changes++;
    Objects.checkFromIndexSize(from, n, size);
    MemorySegment.copy(in, 0, memory, FLOAT, (long) from * Float.BYTES, n);
  }

  /**
   * A view of all {@link Noise#BLOCK} floats of a block, for a sweep to change in place. The last
   * block may reach beyond d, where values are of no meaning.
   */
  FloatBuffer block(int block) {
    changes++;
    return floats.slice(block * Noise.BLOCK, Noise.BLOCK);
  }

  /**
   * A direct view of the memory of coordinates [0, d), for the engine to alias. It is invalid after
   * an append: d has changed.
   */
  public ByteBuffer buffer() {
    return memory
        .asSlice(0, (long) size * Float.BYTES)
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes θ + scale · z at some coordinates: at {@code at[from + k]} with {@code z[k]}, for k in
   * [0, n).
   *
   * @param at ascending
   * @param theta of at least the size of this one
   */
  public void perturbAt(int[] at, int from, int n, Theta theta, float scale, float[] z) {
    changes++;
    if (n == 0) {
      return;
    }
    Objects.checkIndex(at[from], size);
    Objects.checkIndex(at[from + n - 1], Math.min(size, theta.size));
    MemorySegment source = theta.memory; // locals: a field would be loaded again after each store
    MemorySegment target = memory;
    for (int k = 0; k < n; k++) {
      int i = at[from + k];
      target.setAtIndex(FLOAT, i, Math.fma(scale, z[k], source.getAtIndex(FLOAT, i)));
    }
  }

  /** Writes this θ + scale · z(seed) into {@code work}; this θ is left as it is. */
  public void perturbInto(Theta work, Noise noise, long seed, float scale) {
    work.shapeLike(this);
    noise.perturb(this, work, seed, 1, scale);
  }

  /** Writes z(seed) into {@code direction}, shaped like this θ. */
  public void drawInto(Theta direction, Noise noise, long seed) {
    direction.shapeLike(this);
    float[] z = new float[Noise.BLOCK];
    for (int block = 0, from = 0; from < size; block++, from += Noise.BLOCK) {
      noise.block(seed, block, z);
      direction.write(from, z, Math.min(Noise.BLOCK, size - from));
    }
  }

  /** An independent θ with the same slices, values and capacity. */
  public Theta copy() {
    Theta copy = new Theta(capacity);
    copy.copyFrom(this);
    return copy;
  }

  /** Takes over slices and values of another θ that fits. */
  public void copyFrom(Theta other) {
    shapeLike(other);
    copyFrom(other, 0, size);
  }

  /** Takes over coordinates [from, from + n) of another θ of the same shape. */
  public void copyFrom(Theta other, int from, int n) {
    Objects.checkFromIndexSize(from, n, Math.min(size, other.size));
    changes++;
    long offset = (long) from * Float.BYTES;
    MemorySegment.copy(other.memory, offset, memory, offset, (long) n * Float.BYTES);
  }

  /**
   * Takes over the slices of another θ that fits; the values are left as they are, for the caller
   * to write.
   */
  public void shapeLike(Theta other) {
    if (slices.equals(other.slices)) {
      return;
    }
    if (other.size > capacity) {
      throw new IllegalStateException(
          "θ of %d floats does not fit into capacity %d".formatted(other.size, capacity));
    }
    changes++;
    slices.clear();
    slices.putAll(other.slices);
    size = other.size;
  }

  /** Writes slices and values. */
  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(slices.size());
    for (Slice slice : slices.values()) {
      out.writeUTF(slice.name());
      out.writeInt(slice.shape().size());
      for (int dimension : slice.shape()) {
        out.writeInt(dimension);
      }
    }
    for (int i = 0; i < size; i++) {
      out.writeInt(Float.floatToRawIntBits(get(i)));
    }
  }

  /** Takes up slices and values in the place of its own; they have to fit into the capacity. */
  @Override
  public void load(DataInput in) throws IOException {
    slices.clear();
    size = 0;
    for (int n = in.readInt(); n > 0; n--) {
      String name = in.readUTF();
      Integer[] shape = new Integer[in.readInt()];
      for (int k = 0; k < shape.length; k++) {
        shape[k] = in.readInt();
      }
      append(new SliceSpec(name, List.of(shape), new Init.Zeros()), 0);
    }
    for (int i = 0; i < size; i++) {
      set(i, Float.intBitsToFloat(in.readInt()));
    }
  }

  /**
   * SHA-256 over the little-endian bytes of all coordinates, in hex: the oracle of every replay.
   */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(buffer());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
