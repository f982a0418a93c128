package io.zeroflow.runtime;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import io.zeroflow.runtime.settings.ModelSettings;
import io.zeroflow.runtime.settings.Settings;
import io.zeroflow.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

  @TempDir Path folder;

  @Test
  void namesTheKeyOfANetworkThatCannotBe() {
    Path nowhere = folder.resolve("nowhere.tgz");

    refused(
        Map.of("weights", nowhere.toString()),
        "zeroflow.model.weights: weights %s are not there".formatted(nowhere));
    refused(Map.of("weights", "\0"), "zeroflow.model.weights: ");
    refused(
        Map.of("adapted-blocks", 2),
        "zeroflow.model.adapted-blocks = 2: mobilenet has one adapter; take 0 or 1");
    refused(
        Map.of("image-side", 100),
        "zeroflow.model: image side is 100; expected a multiple of 32 up to 512");
    refused(Map.of("bottleneck", 200), "zeroflow.model: bottleneck is 200; expected 1 to 160");
    refused(Map.of("device", "tpu"), "zeroflow.model.device: ");
  }

  private static void refused(Map<String, Object> changed, String words) {
    ModelSettings settings =
        Settings.from(
                ConfigFactory.parseMap(changed)
                    .atPath("zeroflow.model")
                    .withFallback(
                        ConfigFactory.parseMap(Map.of("zeroflow.model.network", "mobilenet")))
                    .withFallback(ConfigFactory.parseResources("reference.conf"))
                    .resolve())
            .model();
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> Models.network(settings))
        .withMessageStartingWith(words);
  }
}
