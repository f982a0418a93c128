package io.zeroflow.model.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;

/**
 * Native memory that is used again: batches of some megabytes come and go with every step, and
 * fresh pages, zeroed twice, would cost more than filling them. Blocks are powers of two; a lease
 * may be closed by another thread than the one that took it. What was not leased lately and does
 * not fit into the pool is left to the garbage collector.
 */
final class NativePool {

  private static final int SMALLEST = 10; // 1 KiB
  private static final int LARGEST = 34; // 16 GiB
  private static final int KEPT_OF_A_SIZE = 16;
  private static final int ALIGNMENT = 64;

  private final List<Queue<MemorySegment>> free =
      IntStream.rangeClosed(SMALLEST, LARGEST)
          .<Queue<MemorySegment>>mapToObj(size -> new ArrayBlockingQueue<>(KEPT_OF_A_SIZE))
          .toList();

  /** Takes memory of the pool; nothing may touch it after {@link #close}. */
  final class Lease implements SegmentAllocator, AutoCloseable {

    private final List<MemorySegment> taken = new ArrayList<>();

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
      int size = Math.max(SMALLEST, Long.SIZE - Long.numberOfLeadingZeros(bytes - 1));
      if (size > LARGEST || alignment > ALIGNMENT) {
        throw new IllegalArgumentException(
            "%d bytes, aligned to %d, are more than a pool gives".formatted(bytes, alignment));
      }
      MemorySegment block = free.get(size - SMALLEST).poll();
      if (block == null) {
        block = Arena.ofAuto().allocate(1L << size, ALIGNMENT);
      }
      taken.add(block);
      return block.asSlice(0, bytes);
    }

    @Override
    public void close() {
      for (MemorySegment block : taken) {
        var unused = free.get(Long.numberOfTrailingZeros(block.byteSize()) - SMALLEST).offer(block);
      }
      taken.clear();
    }
  }

  Lease lease() {
    return new Lease();
  }
}
