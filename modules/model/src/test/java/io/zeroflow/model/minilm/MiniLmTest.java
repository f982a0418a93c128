package io.zeroflow.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.optim.SliceSpec;
import io.zeroflow.optim.Theta;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void theEngineReadsThetaInPlace() {
    Theta theta = theta(3);
    try (Batch batch = batch()) {
      double before = NETWORK.loss(theta, batch, new Target.Rows(new int[] {0, 1, 2}));
      int head = CONFIG.adapters().end();
      theta.set(head, theta.get(head) + 5f);
      assertThat(NETWORK.loss(theta, batch, new Target.Rows(new int[] {0, 1, 2})))
          .isNotEqualTo(before);
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

  @Test
  void batchMatesDoNotMatter() {
    for (int adaptedBlocks : new int[] {0, 1, 2}) {
      MiniLm network = Loaded.minilm(adaptedBlocks);
      List<Encoded> encoded = Loaded.encode(network, Loaded.TEXTS.stream());
      Theta theta = Loaded.moved(network, 3);
      try (Batch all = network.collate(encoded)) {
        float[][] together = network.features(theta, all);
        for (int i = 0; i < encoded.size(); i++) {
          try (Batch one = network.collate(encoded.subList(i, i + 1))) {
            assertThat(network.features(theta, one)[0])
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(together[i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nul \0 inside", "\ud83d", "\udc00 lone", "\uffff", "\u200b"})
  void hostileTextsAreEncoded(String text) {
    Encoded encoded = NETWORK.encode(new Input.Text(text));
    assertThat(encoded.tokens()).isBetween(2, 8);
    for (float value : encoded.pooled()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void aNaNInThetaIsANaNLoss() {
    Theta theta = theta(3);
    theta.set(5, Float.NaN);
    try (Batch batch = batch()) {
      assertThat(NETWORK.loss(theta, batch, new Target.Rows(new int[] {0, 1, 2}))).isNaN();
    }
  }

  @Test
  void labelsThatDoNotFitAreRefused() {
    Theta theta = theta(2);
    try (Batch batch = batch()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NETWORK.loss(theta, batch, new Target.Rows(new int[] {0, 1, 2})))
          .withMessage("label 2 is not one of the 2 head rows");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NETWORK.loss(theta, batch, new Target.Rows(new int[] {0})))
          .withMessage("1 labels were given for a batch of 3");
    }
  }

  @Test
  void encodingsAndBatchesOfAnotherNetworkAreRefused() {
    MiniLm other = Loaded.minilm(0);
    List<Encoded> encoded = Loaded.encode(other, TEXTS.stream());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NETWORK.collate(encoded))
        .withMessageContaining("another network encoded it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NETWORK.collate(List.of()))
        .withMessage("a batch needs at least one input");
    try (Batch batch = other.collate(encoded)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> NETWORK.logits(theta(3), batch))
          .withMessageStartingWith("the batch was not collated by minilm(adapted-blocks=1");
    }
  }

  @Test
  void aClosedBatchCannotBeUsed() {
    Batch batch = batch();
    batch.close();
    assertThatIllegalStateException().isThrownBy(() -> NETWORK.logits(theta(3), batch));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MiniLmConfig(7, 4, 1f, 16f, 64))
        .withMessage("adapted blocks are 7; MiniLM has 6 blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MiniLmConfig(1, 0, 1f, 16f, 64))
        .withMessage("bottleneck is 0; expected 1 to 384");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MiniLmConfig(1, 4, Float.NaN, 16f, 64))
        .withMessage("adapter scale is NaN; expected a positive number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MiniLmConfig(1, 4, 1f, 0f, 64))
        .withMessage("temperature is 0.0; expected a positive number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MiniLmConfig(1, 4, 1f, 16f, 513))
        .withMessage("max tokens are 513; expected 3 to 512");
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
