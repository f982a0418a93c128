package io.zeroflow.optim.noise;

import io.zeroflow.optim.Noise;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what another noise has drawn, as a step asks for the same z several times: to go forth, to
 * go back and to update. The bits are those of the source, whatever is kept.
 *
 * <p>It pays where a copy is cheaper than a draw: for d · q floats that stay in a cache. When the
 * store is full the oldest seed makes room, which is one of an earlier step unless one step needs
 * more than the bound; blocks that find no room even so are drawn each time.
 */
public final class KeptNoise implements Noise {

  private final Noise source;
  private final int capacity;

  /** By seed, in order of their first draw. */
  private final Map<Long, Kept> all = new LinkedHashMap<>();

  /** The one that was asked for last, as sweeps ask for one block after another. */
  private Kept latest = new Kept(0);

  /** Arrays of dropped seeds, to be used again. */
  private final ArrayDeque<float[]> free = new ArrayDeque<>();

  private int allocated;

  /** What is kept of a seed. */
  private static final class Kept {

    final long seed;
    float[] @Nullable [] blocks = new float[0][];

    Kept(long seed) {
      this.seed = seed;
    }
  }

  /**
   * Keeps nothing yet.
   *
   * @param maxFloats the most floats to keep, of all seeds together; at least {@link #BLOCK}
   */
  public KeptNoise(Noise source, int maxFloats) {
    if (maxFloats < BLOCK) {
      throw new IllegalArgumentException(
          "noise is kept in blocks of %d floats, but at most %d may be kept; raise the bound"
                  .formatted(BLOCK, maxFloats)
              + " or use the source as it is");
    }
    this.source = source;
    this.capacity = maxFloats / BLOCK;
  }

  @Override
  public void block(long seed, int block, float[] z) {
    float[] values = values(seed, block, z);
    if (values != z) {
      System.arraycopy(values, 0, z, 0, BLOCK);
    }
  }

  /** Without the copy that {@link #block} makes. */
  @Override
  public void add(
      long seed, int block, float weight, float scale, FloatBuffer out, float[] scratch) {
    Noise.add(values(seed, block, scratch), weight, scale, out);
  }

  /** A kept block, or {@code scratch} with a block for which there is no room. */
  private float[] values(long seed, int block, float[] scratch) {
    Kept kept = of(seed);
    if (block >= kept.blocks.length) {
      kept.blocks = Arrays.copyOf(kept.blocks, Math.max(block + 1, 3 * block / 2));
    }
    float[] found = kept.blocks[block];
    if (found != null) {
      return found;
    }
    float[] room = room(kept);
    float[] z = room == null ? scratch : room;
    source.block(seed, block, z);
    kept.blocks[block] = room;
    return z;
  }

  private Kept of(long seed) {
    if (latest.seed != seed || all.isEmpty()) {
      latest = all.computeIfAbsent(seed, Kept::new);
    }
    return latest;
  }

  /** An array to keep a block of that seed in, or null if its own blocks fill the store. */
  private float @Nullable [] room(Kept owner) {
    if (free.isEmpty() && allocated < capacity) {
      allocated++;
      return new float[BLOCK];
    }
    for (var oldest = all.values().iterator(); free.isEmpty(); ) {
      Kept kept = oldest.next();
      if (kept == owner) {
        return null;
      }
      Stream.of(kept.blocks).filter(Objects::nonNull).forEach(free::add);
      oldest.remove();
    }
    return free.poll();
  }
}
