package io.zeroflow.broker;

import org.apache.kafka.common.utils.Exit;

/**
 * While it is open, Kafka throws where it would end the JVM. A controller whose port is taken halts
 * the process; inside someone else's process that must be an exception. Held during start only:
 * later a fatal fault is found by a thread that nobody waits for, and going on without it would
 * hide the fault.
 */
final class HaltGuard implements AutoCloseable {

  private static int open;

  private HaltGuard() {}

  static HaltGuard install() {
    synchronized (HaltGuard.class) {
      if (open++ == 0) {
        Exit.setHaltProcedure((status, message) -> refuse(status));
        Exit.setExitProcedure((status, message) -> refuse(status));
      }
    }
    return new HaltGuard();
  }

  @Override
  public void close() {
    synchronized (HaltGuard.class) {
      if (--open == 0) {
        // Not by Kafka's own reset: it is made for its tests, and leaves procedures that throw.
        Exit.setHaltProcedure((status, message) -> Runtime.getRuntime().halt(status));
        Exit.setExitProcedure((status, message) -> System.exit(status));
      }
    }
  }

  private static void refuse(int status) {
    throw new IllegalStateException(
        "Kafka met a fatal fault (status %d); its log says why".formatted(status));
  }
}
