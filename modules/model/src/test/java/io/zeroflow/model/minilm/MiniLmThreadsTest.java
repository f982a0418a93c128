package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Target;
import io.zeroflow.model.engine.NativeHeap;
import io.zeroflow.model.engine.TorchThread;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MiniLmThreadsTest {

  private static final int[] LABELS = {0, 1, 2, 0};
  private static final Target RIGHT = new Target.Rows(LABELS);

  /** Losses along a walk of θ that starts at a seed. */
  private static List<Double> losses(MiniLm network, Batch batch, long seed) {
    Theta theta = Loaded.moved(network, 3);
    Theta work = theta.copy();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      theta.perturbInto(work, new GaussianNoise(), seed + i, 0.01f);
      losses.add(network.loss(work, batch, RIGHT));
    }
    return losses;
  }

  @Test
  void twoThreadsGetTheBitsOfOne() throws Exception {
    for (int adaptedBlocks : new int[] {1, 2}) {
      MiniLm network = Loaded.minilm(adaptedBlocks);
      List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
      try (Batch batch = network.collate(encoded);
          var pool = Executors.newFixedThreadPool(2)) {
        Callable<Void> prepare =
            () -> {
              TorchThread.prepare(1);
              return null;
            };
        pool.invokeAll(List.of(prepare, prepare));
        Future<List<Double>> one = pool.submit(() -> losses(network, batch, 100));
        Future<List<Double>> two = pool.submit(() -> losses(network, batch, 200));
        assertThat(one.get()).isEqualTo(losses(network, batch, 100)).doesNotHaveDuplicates();
        assertThat(two.get()).isEqualTo(losses(network, batch, 200));
      }
    }
  }

  @Test
  void encodingOnTwoThreadsGivesTheBitsOfOne() throws Exception {
    MiniLm network = Loaded.minilm(1);
    try (var pool = Executors.newFixedThreadPool(2)) {
      Callable<List<Encoded>> encode = () -> Loaded.encode(network, Loaded.TEXTS.stream());
      List<Future<List<Encoded>>> parallel = pool.invokeAll(List.of(encode, encode));
      List<Encoded> serial = encode.call();
      for (Future<List<Encoded>> other : parallel) {
        for (int i = 0; i < serial.size(); i++) {
          assertThat(other.get().get(i).pooled()).isEqualTo(serial.get(i).pooled());
        }
      }
    }
  }

  @Test
  void nativeMemoryStaysFlat() {
    MiniLm network = Loaded.minilm(1);
    List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
    Theta theta = Loaded.moved(network, 3);
    work(network, encoded, theta, 200);
    long growth = Long.MAX_VALUE;
    for (int window = 0; window < 3; window++) {
      long before = NativeHeap.bytesInUse();
      work(network, encoded, theta, 400);
      growth = Math.min(growth, NativeHeap.bytesInUse() - before);
    }
    // A leak of one of a batch's arrays a round would be 25 MB in every window; the compiler's
    // arenas, which live on the same heap, come and go.
    assertThat(growth).isLessThan(5_000_000);
  }

  private static void work(MiniLm network, List<Encoded> encoded, Theta theta, int rounds) {
    for (int i = 0; i < rounds; i++) {
      try (Batch batch = network.collate(encoded)) {
        network.loss(theta, batch, RIGHT);
        network.logits(theta, batch);
        network.features(theta, batch);
      }
    }
  }
}
