package io.zeroflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static ModelSettings settings(String model) {
    return Settings.from(
            ConfigFactory.parseString("zeroflow.model { device = cpu, " + model + " }")
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve())
        .model();
  }

  @Test
  void aVisionTransformerIsLoadedAsItIsSet() {
    ModelSettings settings =
        settings(
            """
            network = vit, adapted-blocks = 12, bottleneck = 64, adapter-scale = 0.1
            vit { size = tiny, weights = random, mean = 0.5, deviation = 0.25 }
            """);
    try (Network network = Models.network(settings)) {
      assertThat(network.name())
          .startsWith("vit(width=192, depth=12, heads=3, patch=16, image=224, adapted-blocks=12")
          .contains("bottleneck=64, scale=0.1, temperature=16.0, mean=0.5, deviation=0.25");
      assertThat(network.slices()).hasSize(4 * 12);
    }
  }

  @Test
  void weightsThatAreNotThereAreNamedWithTheirKey() {
    ModelSettings settings = settings("network = vit, vit.weights = no-such.npz");
    assertThatThrownBy(() -> Models.network(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("zeroflow.model.vit.weights: weights no-such.npz are not there");
  }

  @Test
  void theLargestNumberOfAdaptedBlocksIsTheNetworks() {
    assertThat(settings("network = vit, vit.size = large, adapted-blocks = 24").adaptedBlocks())
        .isEqualTo(24);
    assertThatThrownBy(() -> settings("network = vit, adapted-blocks = 13"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("from 0 to 12");
  }
}
