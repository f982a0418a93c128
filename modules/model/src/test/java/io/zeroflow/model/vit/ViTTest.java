package io.zeroflow.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import io.zeroflow.model.Batch;
import io.zeroflow.model.Encoded;
import io.zeroflow.model.Input;
import io.zeroflow.model.StackedLosses;
import io.zeroflow.model.Target;
import io.zeroflow.model.UnsupportedInputException;
import io.zeroflow.model.engine.NativeHeap;
import io.zeroflow.optim.Theta;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViTTest {

  private static final Target RIGHT = new Target.Rows(Fixture.LABELS);

  @ParameterizedTest
  @CsvSource({"TINY, 297984", "SMALL, 595200", "BASE, 1189632", "LARGE, 3171840"})
  void adaptersHaveThePublishedNumberOfParameters(ViTSize size, int parameters) {
    ViTConfig config = ViTConfig.of(size.shape());
    assertThat(config.adapters().end()).isEqualTo(parameters);
    Theta theta = Theta.allocate(parameters);
    config.adapters().slices(config.firstAdapted()).forEach(slice -> theta.append(slice, 1));
    assertThat(theta.size()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void atTheirStartAdaptersAreTheIdentity(int adaptedBlocks) {
    ViT network = Fixture.network(adaptedBlocks);
    List<Encoded> encoded = Fixture.encoded(network);
    try (Batch batch = network.collate(encoded)) {
      float[][] features = network.features(Fixture.fresh(network), batch);
      for (int i = 0; i < features.length; i++) {
        assertThat(features[i])
            .usingComparatorWithPrecision(1e-4f)
            .containsExactly(encoded.get(i).pooled());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void batchMatesDoNotMatter(int adaptedBlocks) {
    ViT network = Fixture.network(adaptedBlocks);
    List<Encoded> encoded = Fixture.encoded(network);
    Theta theta = Fixture.theta(network, adaptedBlocks);
    try (Batch both = network.collate(encoded);
        Batch second = network.collate(encoded.subList(1, 2))) {
      assertThat(network.features(theta, second)[0])
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(network.features(theta, both)[1]);
    }
  }

  @Test
  void anAdapterInTheLastBlockNeedsTheClassTokenAlone() {
    Encoded encoded = Fixture.encoded(Fixture.network(1)).getFirst();
    assertThat(encoded.tokens()).isEqualTo(1);
    assertThat(encoded.hidden()).hasSize(Fixture.SHAPE.width());
    Encoded all = Fixture.encoded(Fixture.network(2)).getFirst();
    assertThat(all.hidden()).hasSize(17 * Fixture.SHAPE.width());
  }

  @Test
  void picturesAreEncoded() throws IOException {
    ViT network = Fixture.network(2);
    Input picture = new Input.Image(Fixture.bytes("picture.png"));
    network.check(picture);
    assertThat(network.encode(picture).pooled()).isEqualTo(network.encode(picture).pooled());
    Input grey = new Input.Image(Fixture.bytes("grey.png"));
    assertThat(network.encode(grey).pooled()).isNotEqualTo(network.encode(picture).pooled());
    assertThatThrownBy(() -> network.check(new Input.Text("a cat")))
        .isInstanceOf(UnsupportedInputException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void lossesOfManyCandidatesAreThoseOfOneByOne(int adaptedBlocks) {
    ViT network = Fixture.network(adaptedBlocks);
    try (Batch batch = network.collate(Fixture.encoded(network))) {
      Theta theta = Fixture.theta(network, adaptedBlocks);
      StackedLosses.assertAreThoseOfOneByOne(network, theta, batch, RIGHT, 5);
    }
  }

  @Test
  void theEngineReadsThetaInPlace() {
    ViT network = Fixture.network(2);
    Theta theta = Fixture.theta(network, 2);
    try (Batch batch = network.collate(Fixture.encoded(network))) {
      double before = network.loss(theta, batch, RIGHT);
      theta.set(0, theta.get(0) + 1);
      assertThat(network.loss(theta, batch, RIGHT)).isNotEqualTo(before);
      theta.set(0, Float.NaN);
      assertThat(network.loss(theta, batch, RIGHT)).isNaN();
    }
  }

  @Test
  void encodingsOfAnotherNetworkAreRefused() {
    List<Encoded> encoded = Fixture.encoded(Fixture.network(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixture.network(2).collate(encoded))
        .withMessageContaining("another network encoded it");
  }

  @Test
  void theNameTellsWeightsApart() {
    ViTConfig config = Fixture.config(1);
    try (ViT one = ViT.load(config, ViTWeights.random(1), Device.cpu());
        ViT again = ViT.load(config, ViTWeights.random(1), Device.cpu());
        ViT two = ViT.load(config, ViTWeights.random(2), Device.cpu())) {
      assertThat(one.name())
          .startsWith("vit(width=18, depth=2, heads=3, patch=8, image=32, adapted-blocks=1")
          .isEqualTo(again.name())
          .isNotEqualTo(two.name())
          .isNotEqualTo(Fixture.network(1).name());
    }
  }

  @Test
  void forwardPassesKeepNoGraphOnAnyThread() {
    ViT network = Fixture.network(2);
    Theta theta = Fixture.theta(network, 2);
    try (Batch batch = network.collate(Fixture.encoded(network))) {
      double here = network.loss(theta, batch, RIGHT);
      Stream.generate(
              () ->
                  CompletableFuture.supplyAsync(
                      () -> {
                        double loss = network.loss(theta, batch, RIGHT);
                        assertThat(JniUtils.isGradMode()).isFalse();
                        network.gradient(theta, batch, RIGHT, Theta.allocate(theta.capacity()));
                        assertThat(JniUtils.isGradMode()).isFalse();
                        return loss;
                      }))
          .limit(2)
          .toList()
          .forEach(other -> assertThat(other.join()).isEqualTo(here));
    }
  }

  @Test
  void nativeMemoryStaysFlat() {
    ViT network = Fixture.network(2);
    Theta theta = Fixture.theta(network, 2);
    Theta gradient = Theta.allocate(theta.capacity());
    Theta direction = theta.copy();
    long growth = Long.MAX_VALUE;
    for (int window = 0; window < 4; window++) {
      long before = NativeHeap.bytesInUse();
      for (int i = 0; i < 200; i++) {
        try (Batch batch = network.collate(Fixture.encoded(network))) {
          network.loss(theta, batch, RIGHT);
          network.logits(theta, batch);
          network.gradient(theta, batch, RIGHT, gradient);
          network.slope(theta, direction, batch, RIGHT);
        }
      }
      growth = Math.min(growth, NativeHeap.bytesInUse() - before);
    }
    // One kept tensor of [2, 17, 72] a round would be 2 MB in every window.
    assertThat(growth).isLessThan(1_000_000);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fixture.config(3))
        .withMessage("adapted blocks are 3; the transformer has 2 blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ViTConfig(Fixture.SHAPE, 1, 19, 1, 16, 0, 1))
        .withMessage("bottleneck is 19; expected 1 to 18");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ViTConfig(Fixture.SHAPE, 1, 4, 1, 16, 0, 0))
        .withMessageContaining("deviation 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ViTShape(20, 2, 3, 8, 32))
        .withMessage("width 20 is not a multiple of the 3 heads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ViTShape(18, 2, 3, 7, 32))
        .withMessage("image size 32 is not a multiple of patch size 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ViTShape(18, 0, 3, 8, 32))
        .withMessageContaining("depth 0");
  }
}
