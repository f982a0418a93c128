package io.zeroflow.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
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
                      "c" + i,
                      new Input.Text("" + i),
                      new Encoded(1, new float[0], new float[0], new float[] {i})))
          .toList();

  @Test
  void batchesAreFullAndEveryEpochHasItsOwnOrder() {
    Epochs epochs = new Epochs(samples, 4, 3);
    List<LabelledFeature> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      assertThat(epochs.next())
          .hasSize(4)
          .allSatisfy(sample -> assertThat(samples).contains(sample));
    }
    Epochs again = new Epochs(samples, 10, 3);
    seen.addAll(again.next());
    List<LabelledFeature> second = again.next();

    assertThat(seen).containsExactlyInAnyOrderElementsOf(samples).isNotEqualTo(second);
    assertThat(second).containsExactlyInAnyOrderElementsOf(samples);
  }
}
