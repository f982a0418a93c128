package io.zeroflow.bench.cost;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Peaks of resident memory, as Linux counts them for the whole process, with glibc's malloc told to
 * give every large block back as soon as it is freed. By itself it keeps such blocks on its heap
 * for speed and lays them out as it happens: the same two forward passes then peak at one to three
 * times what a single one does, from run to run. As it looks for a place among kept blocks first,
 * work runs on a thread of its own, which malloc serves from a part of its own.
 */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /** What mallopt calls them. */
  private static final int TRIM_THRESHOLD = -1;

  private static final int MMAP_THRESHOLD = -3;

  private PeakMemory() {}

  /** Bytes by which resident memory rises at most while work runs, on another thread. */
  static long during(Runnable work) throws IOException {
    FutureTask<Long> peak = new FutureTask<>(() -> measure(work));
    Thread.ofPlatform().name("peak-memory").start(peak);
    try {
      return peak.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException("a peak of memory cannot be measured", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a peak of memory was measured");
    }
  }

  private static long measure(Runnable work) throws IOException {
    System.gc();
    givingBack(128 * KIB);
    try {
      trim();
      Files.writeString(CLEAR, RESET_PEAK);
      long before = status("VmRSS:");
      work.run();
      return status("VmHWM:") - before;
    } finally {
      givingBack(32 * MIB); // where malloc's own adjusting ends
    }
  }

  /** Blocks of that size and more go back to the system, and so does a free end of the heap. */
  private static void givingBack(int bytes) {
    option(MMAP_THRESHOLD, bytes);
    option(TRIM_THRESHOLD, bytes);
  }

  private static long status(String key) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
      }
    }
    throw new IOException("%s has no %s; peaks of memory need Linux".formatted(STATUS, key));
  }

  private static void trim() {
    try {
      int unused = (int) function("malloc_trim", ValueLayout.JAVA_LONG).invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("glibc cannot be asked to release memory", e);
    }
  }

  private static void option(int parameter, int value) {
    try {
      int unused =
          (int)
              function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                  .invokeExact(parameter, value);
    } catch (Throwable e) {
      throw new IllegalStateException("glibc's malloc cannot be told anything", e);
    }
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }
}
