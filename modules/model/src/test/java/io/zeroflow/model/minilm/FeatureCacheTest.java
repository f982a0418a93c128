package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.FeatureCache;
import io.zeroflow.model.Input;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FeatureCacheTest {

  private static final MiniLm NETWORK = Loaded.minilm(0);
  private static final Input A = new Input.Text("alpha");
  private static final Input B = new Input.Text("beta");
  private static final Input C = new Input.Text("gamma");

  /** Without adapted blocks, all encodings take the same. */
  private static final long ENTRY = 4 * 384;

  @Test
  void anInputIsEncodedOnce() {
    var cache = new FeatureCache(1 << 20);
    Encoded first = cache.get(NETWORK, A);
    assertThat(cache.get(NETWORK, new Input.Text("alpha"))).isSameAs(first);
    assertThat(cache.hits()).isEqualTo(1);
    assertThat(cache.misses()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(ENTRY);
  }

  @Test
  void theLeastRecentlyUsedIsDropped() {
    var cache = new FeatureCache(2 * ENTRY);
    Encoded a = cache.get(NETWORK, A);
    Encoded b = cache.get(NETWORK, B);
    cache.get(NETWORK, A);
    cache.get(NETWORK, C); // drops B
    assertThat(cache.bytes()).isEqualTo(2 * ENTRY);
    assertThat(cache.get(NETWORK, A)).isSameAs(a);
    assertThat(cache.get(NETWORK, B)).isNotSameAs(b);
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    var cache = new FeatureCache(ENTRY - 1);
    cache.get(NETWORK, A);
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void threadsShareIt() throws Exception {
    var cache = new FeatureCache(2 * ENTRY);
    Callable<Void> work =
        () -> {
          for (int i = 0; i < 60; i++) {
            cache.get(NETWORK, List.of(A, B, C).get(i % 3));
          }
          return null;
        };
    try (var pool = Executors.newFixedThreadPool(2)) {
      for (Future<Void> done : pool.invokeAll(List.of(work, work))) {
        done.get();
      }
    }
    assertThat(cache.hits() + cache.misses()).isEqualTo(120);
    assertThat(cache.bytes()).isEqualTo(2 * ENTRY);
  }
}
