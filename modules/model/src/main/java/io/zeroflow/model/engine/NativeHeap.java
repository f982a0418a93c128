package io.zeroflow.model.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * What the process holds through malloc, as glibc counts it ({@code mallinfo2}, since 2.33); the
 * Java heap is not in it, the tensors of the CPU are.
 */
public final class NativeHeap {

  private static final long MAPPED = 4; // hblkhd
  private static final long IN_USE = 7; // uordblks
  private static final StructLayout MALLINFO2 =
      MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
  private static final Optional<MethodHandle> CALL =
      Linker.nativeLinker()
          .defaultLookup()
          .find("mallinfo2")
          .map(
              address ->
                  Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(MALLINFO2)));

  private NativeHeap() {}

  /** Whether this C library can be asked. */
  public static boolean known() {
    return CALL.isPresent();
  }

  /**
   * Bytes in use by all threads, now.
   *
   * @throws java.util.NoSuchElementException if this C library cannot be asked
   */
  public static long bytesInUse() {
    try (Arena arena = Arena.ofConfined()) {
      var info = (MemorySegment) CALL.orElseThrow().invokeExact((SegmentAllocator) arena);
      return info.getAtIndex(ValueLayout.JAVA_LONG, MAPPED)
          + info.getAtIndex(ValueLayout.JAVA_LONG, IN_USE);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("glibc cannot be asked", e);
    }
  }
}
