package io.zeroflow.optim.noise;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Blocks by number, by seed; seeds in order of their first draw. */
  private final Map<Long, Map<Integer, float[]>> kept = new LinkedHashMap<>();

  /** Arrays of dropped seeds, to be used again. */
  private final ArrayDeque<float[]> free = new ArrayDeque<>();

  private int allocated;

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
    float[] found = find(seed, block);
    if (found == null) {
      draw(seed, block, z);
    } else {
      System.arraycopy(found, 0, z, 0, BLOCK);
    }
  }

  /** Without the copy that {@link #block} makes. */
  @Override
  public void add(long seed, int block, float scale, float[] out, float[] scratch) {
    float[] z = find(seed, block);
    if (z == null) {
      draw(seed, block, scratch);
      z = scratch;
    }
    for (int k = 0; k < BLOCK; k++) {
      out[k] = Math.fma(scale, z[k], out[k]);
    }
  }

  private float @Nullable [] find(long seed, int block) {
    Map<Integer, float[]> blocks = kept.get(seed);
    return blocks == null ? null : blocks.get(block);
  }

  private void draw(long seed, int block, float[] z) {
    source.block(seed, block, z);
    float[] room = room(seed);
    if (room != null) {
      System.arraycopy(z, 0, room, 0, BLOCK);
      kept.computeIfAbsent(seed, s -> new HashMap<>()).put(block, room);
    }
  }

  /** An array to keep a block of that seed in, or null if its own blocks fill the store. */
  private float @Nullable [] room(long seed) {
    if (free.isEmpty() && allocated < capacity) {
      allocated++;
      return new float[BLOCK];
    }
    if (free.isEmpty()) {
      dropOldestBut(seed);
    }
    return free.poll();
  }

  private void dropOldestBut(long seed) {
    for (var seeds = kept.entrySet().iterator(); seeds.hasNext(); ) {
      var oldest = seeds.next();
      if (oldest.getKey() != seed) {
        free.addAll(oldest.getValue().values());
        seeds.remove();
        return;
      }
    }
  }
}
