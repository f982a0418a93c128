package io.zeroflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.zeroflow.model.Network;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

  @TempDir Path folder;

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

  @Test
  void aMobileNetThatCannotBeIsNamedWithItsKey() {
    Path nowhere = folder.resolve("nowhere.tgz");
    refused(
        "mobilenet.weights = \"%s\"".formatted(nowhere),
        "zeroflow.model.mobilenet.weights: weights %s are not there".formatted(nowhere));
    // Refused when it is read already, with what nobody sees in it.
    refused("mobilenet.weights = \"\\u0000\"", "zeroflow.model.mobilenet.weights = ");
    refused("adapted-blocks = 2", "zeroflow.model.adapted-blocks");
    refused(
        "mobilenet.image-side = 100",
        "zeroflow.model: image side is 100; expected a multiple of 32 up to 512");
    refused("bottleneck = 200", "zeroflow.model: bottleneck is 200; expected 1 to 160");
    refused("device = tpu", "zeroflow.model.device: ");
  }

  @Test
  void aFileOfOnesOwnRunsOnlyIfItIsListed() throws Exception {
    Path file = Path.of("../model/src/test/resources/imported/small.pt");
    String form =
        "network = torchscript, torchscript { file = \"%s\", input-shape = [3, 4], trainable = [\"adapter.*\"], allowed-sha256 = [%s] }";
    String digest =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));

    try (Network network = Models.network(settings(form.formatted(file, digest)))) {
      assertThat(network.slices()).hasSize(4);
    }
    assertThatThrownBy(() -> Models.network(settings(form.formatted(file, ""))))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("zeroflow.model.torchscript: ")
        .hasMessageContaining("add its SHA-256 " + digest);
  }

  @Test
  void aNetworkFromAJarIsFoundByItsProvidersName() {
    try (Network network =
        Models.network(
            settings("network = provided, provided { name = dim, options { blocks = 2 } }"))) {
      assertThat(network.name()).startsWith("minilm").contains("adapted-blocks=2");
    }
    assertThatThrownBy(
            () -> Models.network(settings("network = provided, provided.name = unheard-of")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "zeroflow.model.provided: no provider on the class path is named 'unheard-of'; there are [dim]");
    assertThatThrownBy(
            () ->
                Models.network(
                    settings("network = provided, provided { name = dim, options.blocks = x }")))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("zeroflow.model.provided: ");
  }

  private static void refused(String changed, String words) {
    assertThatThrownBy(() -> Models.network(settings("network = mobilenet, " + changed)))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith(words);
  }
}
