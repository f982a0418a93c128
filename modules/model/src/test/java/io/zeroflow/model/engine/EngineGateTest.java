package io.zeroflow.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zeroflow.model.engine.EngineGate.Passage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A gate of its own: that of the process stays open for the other tests. */
class EngineGateTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final EngineGate gate = new EngineGate();

  @Test
  void whoComputesIsStoppedAtTheNextPassAndMayStillFree() {
    try (Passage _ = gate.compute()) {
      assertThat(gate.stop()).isTrue();
    }
    assertThatThrownBy(gate::compute).isInstanceOf(EngineStoppedException.class);
    gate.upkeep().close();
  }

  @Test
  void nothingIsWaitedForWhereNobodyWasInside() {
    assertThat(gate.stop()).isFalse();
    assertThat(gate.close(Duration.ZERO)).isTrue();
  }

  @Test
  void closingWaitsForThePassThatIsInWork() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Thread pass =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Passage _ = gate.compute()) {
                    inside.countDown();
                    finish.await();
                    gate.upkeep().close(); // within, although somebody waits to close
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    inside.await();

    assertThat(gate.close(Duration.ZERO)).isFalse();
    CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> gate.close(PATIENCE));
    finish.countDown();

    assertThat(closed.get()).isTrue();
    pass.join();
  }
}
