package io.zeroflow.bench.strategies;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochsTest {

  private final List<LabelledFeature> samples =
      IntStream.range(0, 10)
          .mapToObj(
              i ->
                  new LabelledFeature(
                      "c" + i, new Encoded(1, new float[0], new float[0], new float[] {i})))
          .toList();

  @Test
  void oneEpochEndsWithWhatIsLeft() {
    Epochs epochs = Epochs.one(samples, 4, 3);
    List<Integer> sizes = new ArrayList<>();
    List<LabelledFeature> seen = new ArrayList<>();
    while (epochs.hasNext()) {
      List<LabelledFeature> batch = epochs.next();
      sizes.add(batch.size());
      seen.addAll(batch);
    }

    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(samples);
  }

  @Test
  void endlessBatchesAreFullAndEveryEpochHasItsOwnOrder() {
    Epochs epochs = Epochs.endless(samples, 4, 3);
    List<LabelledFeature> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      assertThat(epochs.next())
          .hasSize(4)
          .allSatisfy(sample -> assertThat(samples).contains(sample));
    }
    Epochs again = Epochs.endless(samples, 10, 3);
    seen.addAll(again.next());
    List<LabelledFeature> second = again.next();

    assertThat(seen).containsExactlyInAnyOrderElementsOf(samples).isNotEqualTo(second);
    assertThat(second).containsExactlyInAnyOrderElementsOf(samples);
  }
}
