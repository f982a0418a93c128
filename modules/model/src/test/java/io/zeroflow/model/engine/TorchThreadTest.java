package io.zeroflow.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import io.zeroflow.model.engine.TorchModule.Tensor;
import io.zeroflow.model.engine.TorchModule.TensorScope;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TorchThreadTest {

  private static <T> T onFreshThread(Callable<T> work) throws Exception {
    try (ExecutorService fresh = Executors.newSingleThreadExecutor()) {
      return fresh.submit(work).get();
    }
  }

  @Test
  void gradientsAreOnByDefaultAndOffOnceAThreadComputes() throws Exception {
    String negate =
        "  def negate(self, x: Tensor, w: List[Tensor]) -> Tensor:\n    return torch.neg(x)\n";
    try (TorchModule module = TorchModule.compile("Test", negate, Device.cpu())) {
      assertThat(onFreshThread(JniUtils::isGradMode)).isTrue();
      boolean afterWork =
          onFreshThread(
              () -> {
                try (TensorScope scope = module.newScope()) {
                  Tensor one = scope.floats(new float[] {1}, 1);
                  assertThat(module.call("negate", List.of(one), List.of()).getFirst().values())
                      .containsExactly(-1);
                }
                return JniUtils.isGradMode();
              });
      assertThat(afterWork).isFalse();
    }
  }

  @Test
  void prepareSetsTheThreadsOfTheCallerOnly() throws Exception {
    TorchThread.prepare(1);
    int inside =
        onFreshThread(
            () -> {
              TorchThread.prepare(2);
              return JniUtils.getNumThreads();
            });
    assertThat(inside).isEqualTo(2);
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
  }

  @Test
  void refusesVirtualThreadsAndNoThreads() {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatThrownBy(() -> virtual.submit(() -> TorchThread.prepare(1)).get())
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("needs a platform thread");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchThread.prepare(0))
        .withMessage("engine threads are 0; at least 1 is needed");
  }
}
