package io.zeroflow.model.vit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.zeroflow.model.weights.WeightsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViTWeightsTest {

  @ParameterizedTest
  @CsvSource({
    "timm.safetensors, blocks.1.norm1.weight",
    "hugging-face.safetensors, vit.encoder.layer.1.layernorm_before.weight",
    "google.npz, Transformer/encoderblock_1/LayerNorm_0/scale"
  })
  void weightsOfADeeperNetworkAreRefused(String file, String tensor) {
    ViTShape shallow = new ViTShape(18, 1, 3, 8, 32);
    assertThatThrownBy(() -> ViTWeights.open(Fixture.path(file), shallow))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(tensor)
        .hasMessageContaining("more than 1 blocks");
  }

  @ParameterizedTest
  @CsvSource({
    "timm.safetensors, blocks.2.norm1.weight",
    "hugging-face.safetensors, vit.encoder.layer.2.layernorm_before.weight",
    "google.npz, Transformer/encoderblock_2/LayerNorm_0/scale"
  })
  void weightsOfAShallowerNetworkAreRefused(String file, String tensor) {
    ViTShape deep = new ViTShape(18, 3, 3, 8, 32);
    assertRefused(file, deep, "has no tensor '" + tensor + "'");
  }

  @ParameterizedTest
  @CsvSource({"timm.safetensors", "hugging-face.safetensors", "google.npz"})
  void weightsOfAnotherImageSizeAreRefused(String file) {
    ViTShape larger = new ViTShape(18, 2, 3, 8, 40);
    assertRefused(file, larger, "shape [1, 17, 18]; expected shape [1, 26, 18]");
  }

  private static void assertRefused(String file, ViTShape shape, String message) {
    try (ViTWeights weights = ViTWeights.open(Fixture.path(file), shape)) {
      ViTConfig config = new ViTConfig(shape, 1, 4, 1, 16, 0, 1);
      assertThatThrownBy(() -> ViT.load(config, weights, Device.cpu()))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void filesWithoutATransformerAreRefused() {
    assertThatThrownBy(() -> ViTWeights.open(Fixture.path("expected.safetensors"), Fixture.SHAPE))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no vision transformer by the names of timm")
        .hasMessageContaining("0/features");
    assertThatThrownBy(() -> ViTWeights.open(Path.of("no-such.npz"), Fixture.SHAPE))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("no-such.npz are not there");
    assertThatThrownBy(() -> ViTWeights.open(Fixture.path("picture.png"), Fixture.SHAPE))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("neither .safetensors nor .npz");
  }
}
