package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Noise;
import io.zeroflow.optim.StepContext;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import io.zeroflow.optim.random.Seeds;
import io.zeroflow.optim.strategy.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on θ, against plain double-precision Java. */
class MiniLmSuffixTest {

  private static final int[] LABELS = {0, 2, 1, 2};
  private static final Target RIGHT = new Target.Rows(LABELS);
  private static final int ROWS = 3;

  private static DoubleReference reference(int adaptedBlocks) {
    return new DoubleReference(Loaded.config(adaptedBlocks));
  }

  private static List<Encoded> encode(MiniLm network) {
    return Loaded.encode(network, Loaded.TEXTS.stream());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void lossFeaturesAndLogitsAreThoseOfTheFormulas(int adaptedBlocks) {
    MiniLm network = Loaded.minilm(adaptedBlocks);
    List<Encoded> encoded = encode(network);
    Theta theta = Loaded.moved(network, ROWS);
    double[] values = DoubleReference.values(theta);
    DoubleReference reference = reference(adaptedBlocks);
    try (Batch batch = network.collate(encoded)) {
      double expected = reference.loss(values, encoded, LABELS);
      assertThat(network.loss(theta, batch, RIGHT)).isCloseTo(expected, within(1e-5 * expected));

      float[][] features = network.features(theta, batch);
      float[][] logits = network.logits(theta, batch);
      for (int i = 0; i < encoded.size(); i++) {
        double[] feature = reference.features(values, encoded.get(i));
        for (int j = 0; j < feature.length; j++) {
          assertThat((double) features[i][j]).isCloseTo(feature[j], within(2e-5));
        }
        double[] expectedLogits = reference.logits(values, feature);
        for (int row = 0; row < ROWS; row++) {
          assertThat((double) logits[i][row]).isCloseTo(expectedLogits[row], within(5e-5));
        }
      }
    }
  }

  @Test
  void twoPointScalarIsTheDirectionalDerivative() {
    MiniLm network = Loaded.minilm(1);
    List<Encoded> encoded = encode(network);
    Theta theta = Loaded.moved(network, ROWS);
    try (Batch batch = network.collate(encoded)) {
      var noise = new GaussianNoise();
      var step = new StepContext(1, 17, 1);
      float estimated =
          Strategy.parse("zo-sgd(eps=1e-4)")
              .optimizer(theta, null)
              .measure(at -> network.loss(at, batch, RIGHT), step)
              .scalars()
              .get(0);
      double[] z = direction(noise, Seeds.child(17, 0), theta.size());
      double h = 1e-6;
      double exact = (lossAt(theta, z, h, encoded) - lossAt(theta, z, -h, encoded)) / (2 * h);
      assertThat(Math.abs(exact)).as("a direction that tells something").isGreaterThan(0.1);
      assertThat((double) estimated).isCloseTo(exact, withinPercentage(2));
    }
  }

  private static double lossAt(Theta theta, double[] z, double scale, List<Encoded> encoded) {
    double[] values = DoubleReference.values(theta);
    for (int i = 0; i < values.length; i++) {
      values[i] += scale * z[i];
    }
    return reference(1).loss(values, encoded, LABELS);
  }

  private static double[] direction(Noise noise, long seed, int size) {
    float[] block = new float[Noise.BLOCK];
    double[] z = new double[size];
    for (int i = 0; i < size; i++) {
      if (i % Noise.BLOCK == 0) {
        noise.block(seed, i / Noise.BLOCK, block);
      }
      z[i] = block[i % Noise.BLOCK];
    }
    return z;
  }
}
