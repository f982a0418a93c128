package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MiniLmTest {

  private static final MiniLmConfig CONFIG = new MiniLmConfig(1, 4, 1.5f, 16f, 64);
  private static final MiniLm NETWORK = MiniLm.load(CONFIG, Device.cpu());
  private static final List<String> TEXTS =
      List.of(
          "a large carnivorous feline with stripes",
          "a big cat that hunts in the jungle",
          "a formal agreement between two companies to exchange goods");

  @AfterAll
  static void close() {
    NETWORK.close();
  }

  @Test
  void sentencesThatMeanTheSameAreCloser() {
    float[] tiger = encode(0).pooled();
    assertThat(cosine(tiger, encode(1).pooled()))
        .isGreaterThan(cosine(tiger, encode(2).pooled()) + 0.3);
  }

  @Test
  void anInputAlwaysHasTheSameBits() {
    assertThat(encode(0).pooled()).isEqualTo(encode(0).pooled());
    assertThat(encode(0).hidden()).isEqualTo(encode(0).hidden());
  }

  @Test
  void atItsStartTheAdapterIsTheIdentity() {
    Theta theta = theta(2);
    try (Batch batch = batch()) {
      float[][] features = NETWORK.features(theta, batch);
      for (int i = 0; i < TEXTS.size(); i++) {
        float[] frozen = encode(i).pooled();
        for (int k = 0; k < frozen.length; k++) {
          assertThat(features[i][k]).isCloseTo(frozen[k], within(1e-4f));
        }
      }
    }
  }

  @Test
  void lossEqualsAComputationInDouble() {
    Theta theta = theta(3);
    scramble(theta);
    int[] labels = {0, 2, 1};
    try (Batch batch = batch()) {
      double expected = 0;
      for (int i = 0; i < labels.length; i++) {
        expected += SuffixReference.loss(CONFIG, theta, encode(i), labels[i]) / labels.length;
      }
      assertThat(NETWORK.loss(theta, batch, labels)).isCloseTo(expected, within(2e-5 * expected));
    }
  }

  @Test
  void theEngineReadsThetaInPlace() {
    Theta theta = theta(3);
    try (Batch batch = batch()) {
      double before = NETWORK.loss(theta, batch, new int[] {0, 1, 2});
      int head = CONFIG.adaptersEnd();
      theta.set(head, theta.get(head) + 5f);
      assertThat(NETWORK.loss(theta, batch, new int[] {0, 1, 2})).isNotEqualTo(before);
    }
  }

  @Test
  void deeperAdaptersGiveTheSameFeaturesAtTheStart() {
    try (MiniLm deep = MiniLm.load(new MiniLmConfig(3, 4, 1f, 16f, 64), Device.cpu())) {
      Theta theta = Theta.allocate(1 << 20);
      deep.slices().forEach(slice -> theta.append(slice, 7));
      List<Encoded> encoded =
          TEXTS.stream().map(text -> deep.encode(new Input.Text(text))).toList();
      try (Batch batch = deep.collate(encoded)) {
        float[][] features = deep.features(theta, batch);
        for (int i = 0; i < encoded.size(); i++) {
          for (int k = 0; k < features[i].length; k++) {
            assertThat(features[i][k]).isCloseTo(encoded.get(i).pooled()[k], within(1e-4f));
          }
        }
      }
    }
  }

  @Test
  void otherKindsOfInputAreRefused() {
    assertThatThrownBy(() -> NETWORK.encode(new Input.Image(new byte[] {1})))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("takes text, not image");
  }

  @Test
  void aHeadWithoutRowsIsAClearError() {
    try (Batch batch = batch()) {
      assertThatThrownBy(() -> NETWORK.logits(theta(0), batch))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("holds no head");
    }
  }

  private static Encoded encode(int text) {
    return NETWORK.encode(new Input.Text(TEXTS.get(text)));
  }

  private static Batch batch() {
    return NETWORK.collate(List.of(encode(0), encode(1), encode(2)));
  }

  private static Theta theta(int rows) {
    Theta theta = Theta.allocate(1 << 18);
    NETWORK.slices().forEach(slice -> theta.append(slice, 7));
    for (int row = 0; row < rows; row++) {
      theta.append(SliceSpec.zeros("head/" + row, NETWORK.featureSize()), 7);
      theta.write(theta.slice("head/" + row).offset(), encode(row).pooled(), NETWORK.featureSize());
    }
    return theta;
  }

  private static void scramble(Theta theta) {
    var random = new java.util.SplittableRandom(11);
    for (int i = 0; i < theta.size(); i++) {
      theta.set(i, theta.get(i) + (float) (0.1 * (random.nextDouble() - 0.5)));
    }
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
