package io.zeroflow.model.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.ToyNetwork;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskSampleTest {

  private final ToyNetwork network = new ToyNetwork(1);

  private void add(TaskSample sample, long seed, String label, int from, int to) {
    List<Input> inputs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      inputs.add(ToyNetwork.input(i));
    }
    List<Encoded> encoded = inputs.stream().map(network::encode).toList();
    List<String> labels = inputs.stream().map(_ -> label).toList();
    sample.add(new Samples(inputs, encoded, network.collate(encoded), labels), seed);
  }

  private static List<Integer> held(TaskSample sample, String label) {
    return sample.byLabel().getOrDefault(label, List.of()).stream()
        .map(one -> (int) ((Input.Pixels) one.input()).values()[0])
        .toList();
  }

  /** χ² of how often each of 20 is among the 5 that are held, over 4000 fixed seeds. */
  @Test
  void everySampleOfAClassIsAsLikelyAsTheOthers() {
    assertUniform(5, 5);
  }

  /** A buffer with less room takes the first ones only. */
  @Test
  void soIsEveryOneAmongTheFirstFew() {
    assertUniform(5, 2);
    assertUniform(20, 2);
    assertUniform(40, 3);
  }

  private void assertUniform(int size, int first) {
    int n = 20;
    int seeds = 4000;
    int[] counts = new int[n];
    for (int seed = 0; seed < seeds; seed++) {
      TaskSample sample = new TaskSample(size);
      add(sample, seed, "a", 0, n);
      List<Integer> held = held(sample, "a");
      assertThat(held).hasSize(Math.min(size, n)).doesNotHaveDuplicates();
      held.subList(0, first).forEach(i -> counts[i]++);
    }
    double expected = (double) seeds * first / n;
    double chiSquare =
        IntStream.of(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum()
            / (1 - (double) first / n)
            * (n - 1)
            / n;
    assertThat(chiSquare).isBetween(4.0, 50.0); // 19 degrees of freedom: 0.0001 on either side
  }

  @Test
  void itIsAFunctionOfTheSeedAndNotOfBatches() {
    TaskSample whole = new TaskSample(4);
    TaskSample parts = new TaskSample(4);
    add(whole, 7, "a", 0, 50);
    for (int from = 0; from < 50; from += 7) {
      add(parts, 7, "a", from, Math.min(50, from + 7));
    }
    assertThat(held(whole, "a")).isEqualTo(held(parts, "a"));
    TaskSample other = new TaskSample(4);
    add(other, 8, "a", 0, 50);
    assertThat(held(other, "a")).isNotEqualTo(held(whole, "a"));
  }

  @Test
  void whatIsHeldCountsOnceInEveryEpoch() {
    TaskSample sample = new TaskSample(10);
    for (int epoch = 0; epoch < 5; epoch++) {
      add(sample, 1, "a", 0, 6);
      add(sample, 1, "b", 6, 9);
    }
    assertThat(held(sample, "a")).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(held(sample, "b")).containsExactlyInAnyOrder(6, 7, 8);
  }

  @Test
  void batchesHoldEverySampleOnceWithItsLabelAndItsFeature() {
    TaskSample sample = new TaskSample(100);
    add(sample, 1, "a", 0, 90);
    add(sample, 1, "b", 90, 150);
    List<Integer> sizes = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    sample.batches(
        network,
        samples -> {
          sizes.add(samples.batch().size());
          labels.addAll(samples.labels());
        });
    assertThat(sizes).containsExactly(64, 64, 22).hasSize(sample.batches());
    assertThat(labels.subList(0, 90)).containsOnly("a");
    assertThat(labels.subList(90, 150)).containsOnly("b");

    Theta theta = Theta.allocate(1);
    theta.append(SliceSpec.zeros("shift", 1), 0);
    theta.set(0, 0.5f);
    List<String> features = new ArrayList<>();
    sample.features(network, theta, (label, feature) -> features.add(label + feature[0]));
    assertThat(features).doesNotHaveDuplicates().hasSize(150).contains("a0.5", "a1.5", "b149.5");
  }

  @Test
  void whenItIsClearedItStartsAfresh() {
    TaskSample sample = new TaskSample(3);
    add(sample, 1, "a", 0, 30);
    sample.clear();
    assertThat(sample.byLabel()).isEmpty();
    assertThat(sample.batches()).isZero();
    add(sample, 1, "a", 0, 3);
    assertThat(held(sample, "a")).containsExactlyInAnyOrder(0, 1, 2);
  }
}
