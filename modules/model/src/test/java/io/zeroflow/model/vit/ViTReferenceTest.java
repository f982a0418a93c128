package io.zeroflow.model.vit;

import static io.zeroflow.model.vit.Fixture.EXPECTED;
import static io.zeroflow.model.vit.Fixture.IMAGES;
import static io.zeroflow.model.vit.Fixture.LABELS;
import static io.zeroflow.model.vit.Fixture.ROWS;
import static io.zeroflow.model.vit.Fixture.SHAPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Target;
import io.zeroflow.optim.Theta;
import io.zeroflow.optim.noise.GaussianNoise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against vit_reference.py: explicit attention in double precision, torch's own autograd. */
class ViTReferenceTest {

  private static final Target RIGHT = new Target.Rows(LABELS);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void frozenFeatures(int adaptedBlocks) {
    float[] expected = EXPECTED.floats("frozen/features", IMAGES, SHAPE.width());
    List<Encoded> encoded = Fixture.encoded(Fixture.network(adaptedBlocks));
    for (int i = 0; i < IMAGES; i++) {
      assertClose(encoded.get(i).pooled(), expected, i * SHAPE.width());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void featuresLogitsAndLossWithAdaptersThatAreNotZero(int adaptedBlocks) {
    ViT network = Fixture.network(adaptedBlocks);
    Theta theta = Fixture.theta(network, adaptedBlocks);
    float[] features = EXPECTED.floats(adaptedBlocks + "/features", IMAGES, SHAPE.width());
    float[] logits = EXPECTED.floats(adaptedBlocks + "/logits", IMAGES, ROWS);
    float loss = EXPECTED.floats(adaptedBlocks + "/loss", 1)[0];
    try (Batch batch = network.collate(Fixture.encoded(network))) {
      for (int i = 0; i < IMAGES; i++) {
        assertClose(network.features(theta, batch)[i], features, i * SHAPE.width());
        assertClose(network.logits(theta, batch)[i], logits, i * ROWS);
      }
      assertThat(network.loss(theta, batch, RIGHT)).isCloseTo(loss, within(1e-5 * loss));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void gradientAndSlope(int adaptedBlocks) {
    ViT network = Fixture.network(adaptedBlocks);
    Theta theta = Fixture.theta(network, adaptedBlocks);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = Theta.allocate(theta.capacity());
    theta.drawInto(direction, new GaussianNoise(), 5);
    float[] expected = EXPECTED.floats(adaptedBlocks + "/gradient", theta.size());
    try (Batch batch = network.collate(Fixture.encoded(network))) {
      double loss = network.gradient(theta, batch, RIGHT, gradient);
      assertThat(loss).isCloseTo(network.loss(theta, batch, RIGHT), within(1e-5));
      float[] found = new float[theta.size()];
      gradient.read(0, found, found.length);
      assertClose(found, expected, 0);

      double along = 0;
      double size = 0;
      for (int i = 0; i < expected.length; i++) {
        along += (double) expected[i] * direction.get(i);
        size += Math.abs((double) expected[i] * direction.get(i));
      }
      var slope = network.slope(theta, direction, batch, RIGHT);
      assertThat(slope.loss()).isCloseTo(loss, within(1e-5));
      assertThat(slope.derivative()).isCloseTo(along, within(1e-5 * size));
    }
  }

  @Test
  void everyLayoutOfTheSameWeightsGivesTheSameBits() {
    ViT timm = Fixture.network(2);
    for (String file : List.of("hugging-face.safetensors", "google.npz")) {
      try (ViT other = Fixture.load(file, 2)) {
        assertThat(other.name()).isEqualTo(timm.name());
        for (int i = 0; i < IMAGES; i++) {
          Encoded encoded = Fixture.encoded(other).get(i);
          assertThat(encoded.pooled()).isEqualTo(Fixture.encoded(timm).get(i).pooled());
          assertThat(encoded.hidden()).isEqualTo(Fixture.encoded(timm).get(i).hidden());
        }
      }
    }
  }

  /** Within 1e-5 of the largest expected value. */
  private static void assertClose(float[] found, float[] expected, int from) {
    float largest = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(expected[from + i]));
    }
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("value %d", i).isCloseTo(expected[from + i], within(1e-5f * largest));
    }
  }
}
