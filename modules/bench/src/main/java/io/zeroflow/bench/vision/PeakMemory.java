package io.zeroflow.bench.vision;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Peaks of resident memory, as Linux counts them for the whole process. */
final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final int KIB = 1024;

  private PeakMemory() {}

  /** Bytes by which resident memory rises at most while work runs. */
  static long during(Runnable work) throws IOException {
    System.gc();
    releaseFreed();
    Files.writeString(CLEAR, RESET_PEAK);
    long before = status("VmRSS:");
    work.run();
    return status("VmHWM:") - before;
  }

  private static long status(String key) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
      }
    }
    throw new IOException("%s has no %s; peaks of memory need Linux".formatted(STATUS, key));
  }

  /** What was freed before must not hide what is allocated now. */
  private static void releaseFreed() {
    Linker linker = Linker.nativeLinker();
    MethodHandle trim =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("malloc_trim"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    try {
      int unused = (int) trim.invokeExact(0L);
    } catch (Throwable e) {
      throw new IllegalStateException("glibc cannot be asked to release memory", e);
    }
  }
}
