package io.zeroflow.model.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the process from ending while a thread is in the engine: libtorch takes itself down when
 * the process exits, and whoever is inside then crashes. Every call of this package goes through
 * {@link #process}. Any thread may use it.
 */
public final class EngineGate {

  private static final EngineGate PROCESS = new EngineGate();

  private final ReentrantReadWriteLock inside = new ReentrantReadWriteLock();
  private final Passage passage = inside.readLock()::unlock;
  private volatile boolean used;
  private volatile boolean stopping;

  EngineGate() {}

  /** The gate of the one engine that a process has. */
  public static EngineGate process() {
    return PROCESS;
  }

  /** A thread's time inside. */
  interface Passage extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Goes in to compute.
   *
   * @throws EngineStoppedException once {@link #stop} was called
   */
  Passage compute() {
    if (stopping) {
      throw new EngineStoppedException();
    }
    return upkeep();
  }

  /** Goes in to make or to free something, which even work that is told to stop must do. */
  Passage upkeep() {
    inside.readLock().lock();
    used = true;
    return passage;
  }

  /**
   * Lets nobody in any more who wants to compute: what goes on ends at its next pass, with an
   * {@link EngineStoppedException}, and closes what it opened.
   *
   * @return whether anything may go on: false if the engine was never used
   */
  public boolean stop() {
    stopping = true;
    return used;
  }

  /**
   * Waits until nobody is inside and lets nobody in again: who comes later waits for the end of the
   * process.
   *
   * @return false if somebody stayed inside for so long
   */
  public boolean close(Duration patience) {
    if (inside.writeLock().tryLock()) { // on an interrupted thread, too
      return true;
    }
    try {
      return inside.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Ends the process at once, without the engine taking itself down: for threads that do not come
   * out. Nothing runs any more, no shutdown hook either.
   */
  public static void abandon(int exitCode) {
    Linker linker = Linker.nativeLinker();
    try {
      linker
          .downcallHandle(
              linker.defaultLookup().findOrThrow("_exit"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
          .invokeExact(exitCode);
    } catch (Throwable e) {
      Runtime.getRuntime().halt(exitCode); // no POSIX: the next best
    }
  }
}
