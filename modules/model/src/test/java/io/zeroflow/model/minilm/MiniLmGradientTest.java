package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.pytorch.jni.JniUtils;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Target;
import io.zeroflow.model.engine.NativeHeap;
import io.zeroflow.optim.DifferentiableObjective.Slope;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients against central differences of the network in double precision. */
class MiniLmGradientTest {

  private static final int ROWS = 3;
  private static final int[] LABELS = {0, 2, 1, 2};
  private static final Target RIGHT = new Target.Rows(LABELS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gradientIsThatOfTheDoubleReference(int adaptedBlocks) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
    Theta theta = Loaded.moved(network, ROWS);
    Theta gradient = Theta.allocate(theta.capacity());
    try (Batch batch = network.collate(encoded)) {
      double loss = network.gradient(theta, batch, RIGHT, gradient);
      assertThat(loss).isCloseTo(network.loss(theta, batch, RIGHT), within(1e-5));
    }
    assertThat(gradient.slices()).isEqualTo(theta.slices());
    Theta direction = Theta.allocate(theta.capacity());
    for (int seed = 0; seed < 3; seed++) {
      theta.drawInto(direction, new GaussianNoise(), seed);
      double expected = difference(theta, direction, adaptedBlocks, encoded);
      double scale = Math.sqrt(squares(gradient) * theta.size());
      assertThat(dot(gradient, direction)).isCloseTo(expected, within(1e-5 * scale));
    }
  }

  private static double difference(
      Theta theta, Theta direction, int adaptedBlocks, List<Encoded> encoded) {
    DoubleReference reference = new DoubleReference(Loaded.config(adaptedBlocks));
    double h = 1e-6;
    double[] above = DoubleReference.values(theta);
    double[] below = DoubleReference.values(theta);
    for (int i = 0; i < above.length; i++) {
      above[i] += h * direction.get(i);
      below[i] -= h * direction.get(i);
    }
    return (reference.loss(above, encoded, LABELS) - reference.loss(below, encoded, LABELS))
        / (2 * h);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void slopeIsTheGradientAlongADirection(int adaptedBlocks) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    Theta theta = Loaded.moved(network, ROWS);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = Theta.allocate(theta.capacity());
    try (Batch batch = network.collate(Loaded.encode(network, Loaded.TEXTS.stream()))) {
      network.gradient(theta, batch, RIGHT, gradient);
      for (int seed = 0; seed < 5; seed++) {
        theta.drawInto(direction, new GaussianNoise(), seed);
        Slope slope = network.slope(theta, direction, batch, RIGHT);
        double expected = dot(gradient, direction);
        assertThat(slope.loss()).isCloseTo(network.loss(theta, batch, RIGHT), within(1e-5));
        assertThat(slope.derivative())
            .isCloseTo(expected, within(1e-5 * Math.sqrt(squares(gradient) * theta.size())));
      }
    }
  }

  @Test
  void differentiatesOnTwoThreadsAtOnceAndLeavesNoTrace() {
    MiniLm network = Loaded.minilm(1);
    Theta theta = Loaded.moved(network, ROWS);
    String before = theta.sha256();
    try (Batch batch = network.collate(Loaded.encode(network, Loaded.TEXTS.stream()))) {
      double alone = network.loss(theta, batch, RIGHT);
      List<CompletableFuture<String>> threads =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> work(network, theta, batch)))
              .limit(2)
              .toList();
      assertThat(threads.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(network.loss(theta, batch, RIGHT)).isEqualTo(alone);
    }
    assertThat(theta.sha256()).isEqualTo(before);
  }

  private static String work(MiniLm network, Theta theta, Batch batch) {
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = theta.copy();
    double derivative = 0;
    for (int i = 0; i < 20; i++) {
      network.gradient(theta, batch, RIGHT, gradient);
      derivative = network.slope(theta, direction, batch, RIGHT).derivative();
      assertThat(JniUtils.isGradMode()).isFalse();
    }
    return gradient.sha256() + derivative;
  }

  @Test
  void nativeMemoryStaysFlat() {
    MiniLm network = Loaded.minilm(1);
    Theta theta = Loaded.moved(network, ROWS);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = theta.copy();
    long growth = Long.MAX_VALUE;
    try (Batch batch = network.collate(Loaded.encode(network, Loaded.TEXTS.stream()))) {
      for (int window = 0; window < 4; window++) {
        long before = NativeHeap.bytesInUse();
        for (int i = 0; i < 150; i++) {
          network.gradient(theta, batch, RIGHT, gradient);
          network.slope(theta, direction, batch, RIGHT);
        }
        growth = Math.min(growth, NativeHeap.bytesInUse() - before);
      }
    }
    // A kept graph would be a few hundred KB a call.
    assertThat(growth).isLessThan(5_000_000);
  }

  @Test
  void aDirectionOfAnotherSizeIsRefused() {
    MiniLm network = Loaded.minilm(1);
    Theta theta = Loaded.moved(network, ROWS);
    Theta direction = Loaded.moved(network, ROWS + 1);
    try (Batch batch = network.collate(Loaded.encode(network, Loaded.TEXTS.stream()))) {
      assertThatThrownBy(() -> network.slope(theta, direction, batch, RIGHT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a direction of " + direction.size());
    }
  }

  private static double squares(Theta theta) {
    return dot(theta, theta);
  }

  private static double dot(Theta a, Theta b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (double) a.get(i) * b.get(i);
    }
    return sum;
  }

  @Test
  void activationsGrowWithTheBatchAndTheDepth() {
    long one = activations(1, 1);
    assertThat((double) activations(1, 4)).isCloseTo(4.0 * one, withinPercentage(25));
    long block = activations(3, 1) - activations(2, 1);
    assertThat(block).isGreaterThan(one); // of the top one all but the adapter is frozen
    assertThat((double) activations(5, 1) - activations(3, 1))
        .isCloseTo(2.0 * block, withinPercentage(25));
  }

  private static long activations(int adaptedBlocks, int times) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    List<Encoded> encoded =
        Loaded.encode(
            network, Stream.generate(() -> Loaded.TEXTS).limit(times).flatMap(List::stream));
    int[] labels = new int[encoded.size()];
    try (Batch batch = network.collate(encoded)) {
      return network
          .activations(Loaded.moved(network, ROWS), batch, new Target.Rows(labels))
          .orElseThrow();
    }
  }
}
