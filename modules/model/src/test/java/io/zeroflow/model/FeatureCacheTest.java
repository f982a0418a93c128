package io.zeroflow.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureCacheTest {

  private static final int WIDTH = 8;

  /** The input, to know it by, and what was made of it. */
  private static final long ENTRY = 2L * WIDTH * Float.BYTES;

  private final ToyNetwork network = new ToyNetwork(WIDTH);

  private final List<Input> inputs = inputs(10, WIDTH);

  @Test
  void anInputIsEncodedOnce() {
    FeatureCache cache = new FeatureCache(10 * ENTRY);
    Encoded first = cache.get(network, inputs.get(0));
    assertThat(cache.get(network, inputs.get(0))).isSameAs(first);
    assertThat(network.encoded()).containsExactly(inputs.get(0));
    assertThat(cache.hits()).isEqualTo(1);
    assertThat(cache.misses()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(ENTRY);
  }

  /** As it does in another epoch: bytes are read again, the content is the same. */
  @Test
  void anInputIsKnownByItsContent() {
    FeatureCache cache = new FeatureCache(10 * ENTRY);
    Encoded first = cache.get(network, ToyNetwork.input(1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(cache.get(network, ToyNetwork.input(1, 2, 3, 4, 5, 6, 7, 8))).isSameAs(first);
    assertThat(cache.get(network, ToyNetwork.input(1, 2, 3, 4, 5, 6, 7, 9))).isNotSameAs(first);
    Input wide = new Input.Pixels(List.of(2, 4), new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(cache.get(network, wide)).isNotSameAs(first);
    assertThat(new Input.Image(new byte[] {1, 2}))
        .isEqualTo(new Input.Image(new byte[] {1, 2}))
        .hasSameHashCodeAs(new Input.Image(new byte[] {1, 2}))
        .isNotEqualTo(new Input.Image(new byte[] {1, 3}));
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    FeatureCache cache = new FeatureCache(3 * ENTRY);
    get(cache, 0, 1, 2);
    get(cache, 0); // now 1 is the oldest
    get(cache, 3); // drops 1
    assertThat(cache.bytes()).isEqualTo(3 * ENTRY);
    assertThat(cache.hits()).isEqualTo(1);
    get(cache, 0, 2, 3);
    assertThat(cache.hits()).isEqualTo(4);
    get(cache, 1); // drops 0
    assertThat(cache.misses()).isEqualTo(5);
    get(cache, 2, 3, 1);
    assertThat(cache.hits()).isEqualTo(7);
    get(cache, 0);
    assertThat(cache.misses()).isEqualTo(6);
  }

  @Test
  void whatIsTooLargeIsNotKeptAndDropsNothing() {
    FeatureCache cache = new FeatureCache(3 * ENTRY);
    get(cache, 0, 1, 2);
    Input large = inputs(1, 3 * WIDTH + 1).getFirst();
    cache.get(network, large);
    cache.get(network, large);
    assertThat(cache.misses()).isEqualTo(5);
    assertThat(cache.bytes()).isEqualTo(3 * ENTRY);
    get(cache, 0, 1, 2);
    assertThat(cache.hits()).isEqualTo(3);
  }

  @Test
  void aLargeEntryDropsAsManyAsItNeeds() {
    FeatureCache cache = new FeatureCache(4 * ENTRY);
    get(cache, 0, 1, 2, 3);
    cache.get(network, inputs(1, 3 * WIDTH).getFirst());
    assertThat(cache.bytes()).isEqualTo(4 * ENTRY);
    get(cache, 3);
    assertThat(cache.hits()).isEqualTo(1);
  }

  @Test
  void aCacheOfNothingKeepsNothing() {
    FeatureCache cache = new FeatureCache(0);
    get(cache, 0, 0, 0);
    assertThat(cache.hits()).isZero();
    assertThat(cache.misses()).isEqualTo(3);
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void aFailedEncodingIsNotKept() {
    FeatureCache cache = new FeatureCache(10 * ENTRY);
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> cache.get(network, new Input.Text("no tensor")))
          .isInstanceOf(UnsupportedInputException.class);
      assertThat(cache.misses()).isEqualTo(i);
      assertThat(cache.bytes()).isZero();
    }
  }

  /** Against a reference: a set in order of use, cut from its front. */
  @Test
  void behavesAsAListInOrderOfUse() {
    int limit = 5;
    FeatureCache cache = new FeatureCache(limit * ENTRY);
    Set<Integer> reference = new LinkedHashSet<>();
    Random random = new Random(7);
    long hits = 0;
    for (int i = 0; i < 5000; i++) {
      int k = (int) Math.min(9, Math.abs(random.nextGaussian() * 4));
      if (reference.remove(k)) {
        hits++;
      } else if (reference.size() == limit) {
        reference.remove(reference.iterator().next());
      }
      reference.add(k);
      get(cache, k);
      assertThat(cache.hits()).isEqualTo(hits);
      assertThat(cache.bytes()).isEqualTo(reference.size() * ENTRY);
    }
  }

  @Test
  void threadsShareIt() throws Exception {
    FeatureCache cache = new FeatureCache(4 * ENTRY);
    int gets = 3000;
    List<Callable<Void>> users = new ArrayList<>();
    for (int user = 0; user < 4; user++) {
      Network own = new ToyNetwork(WIDTH);
      Random random = new Random(user);
      users.add(
          () -> {
            for (int i = 0; i < gets; i++) {
              Input input = inputs.get(random.nextInt(inputs.size()));
              assertThat(cache.get(own, input).pooled()).isSameAs(((Input.Pixels) input).values());
            }
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(users.size())) {
      for (Future<Void> user : threads.invokeAll(users)) {
        user.get();
      }
    }
    assertThat(cache.hits() + cache.misses()).isEqualTo((long) gets * users.size());
    assertThat(cache.bytes()).isEqualTo(4 * ENTRY);
  }

  private void get(FeatureCache cache, int... indices) {
    for (int i : indices) {
      Input input = inputs.get(i);
      assertThat(cache.get(network, input).pooled()).isSameAs(((Input.Pixels) input).values());
    }
  }

  private static List<Input> inputs(int n, int width) {
    return IntStream.range(0, n)
        .mapToObj(
            i -> {
              float[] values = new float[width];
              values[0] = i;
              return ToyNetwork.input(values);
            })
        .toList();
  }
}
