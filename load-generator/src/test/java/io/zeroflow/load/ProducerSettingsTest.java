package io.zeroflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {

  @Test
  void theUserHasTheLastWord() {
    ProducerSettings settings =
        ProducerSettings.of(
            Map.of("bootstrap.servers", "a:1", "client.id", "mine", "linger.ms", "7"));

    assertThat(settings.properties())
        .containsEntry("client.id", "mine")
        .containsEntry("linger.ms", "7")
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true);
    assertThat(settings.bootstrapServers()).isEqualTo("a:1");
  }

  @Test
  void theAdministratorConnectsTheSameWayAndHasTheSamePatience() {
    ProducerSettings settings =
        ProducerSettings.of(
            Map.of("bootstrap.servers", "a:1", "security.protocol", "SSL", "max.block.ms", "250"));

    assertThat(settings.forAdmin())
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("default.api.timeout.ms", "250")
        .doesNotContainKey("acks");
  }
}
