package io.zeroflow.model.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Forward-mode differentiation: TorchScript has dual numbers but no way to open the level that they
 * live on, so this opens it by libtorch's own functions ({@code torch::autograd::ForwardADLevel}),
 * called through the foreign function interface. There is one level in a process; callers take
 * turns.
 */
final class ForwardMode {

  private static final ReentrantLock TURN = new ReentrantLock();

  /** Bound when first used: most processes never differentiate. */
  private static final class Native {
    static final MethodHandle ENTER =
        function(
            "_ZN5torch8autograd14ForwardADLevel12get_next_idxEv",
            FunctionDescriptor.of(ValueLayout.JAVA_LONG));
    static final MethodHandle EXIT =
        function(
            "_ZN5torch8autograd14ForwardADLevel11release_idxEm",
            FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private static MethodHandle function(String symbol, FunctionDescriptor descriptor) {
      DeviceChoice.engine(); // loads the libraries
      SymbolLookup lookup = SymbolLookup.loaderLookup();
      return lookup
          .find(symbol)
          .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor))
          .orElseThrow(
              () ->
                  new UnsupportedOperationException(
                      "this build of libtorch has no forward-mode differentiation (%s is missing);"
                              .formatted(symbol)
                          + " choose another strategy than forward-grad"));
    }
  }

  private ForwardMode() {}

  /** Runs work that uses dual numbers on level 0. */
  static <T> T on(Supplier<T> work) {
    TURN.lock();
    try {
      long level = (long) Native.ENTER.invokeExact();
      try {
        if (level != 0) {
          throw new IllegalStateException(
              "forward-mode level %d is open already; only this class may open one"
                  .formatted(level - 1));
        }
        return work.get();
      } finally {
        Native.EXIT.invokeExact(level);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("libtorch's forward mode cannot be called", e);
    } finally {
      TURN.unlock();
    }
  }
}
