package io.zeroflow.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.zeroflow.optim.strategy.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void defaultsAreThoseOfTheReference() {
    Settings settings = read("");
    assertThat(settings.model().id()).isEqualTo("default");
    assertThat(settings.batchSize()).isEqualTo(64);
    assertThat(settings.strategy()).isEqualTo(Strategy.parse("zo-sgd(lr=2e-4)"));
    assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080));
    assertThat(settings.kafka().topics().journal()).isEqualTo("zeroflow.journal");
    assertThat(settings.kafka().bootstrapServers()).isEqualTo("localhost:9092");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zeroflow.learner.batchsize = 3 | unknown key zeroflow.learner.batchsize",
        "zeroflow.lerner { batch-size = 3 } | unknown key zeroflow.lerner",
        "zeroflow.learner.batch-size = 0 | must be a whole number from 1",
        "zeroflow.learner.batch-size = many | batch-size",
        "zeroflow.strategy = \"zo-sgd(lrr=1)\" | has no option 'lrr'",
        "zeroflow.supervisor.policy = sometimes | forgetting, manual",
        "zeroflow.model.network = resnet | it can be minilm",
        "zeroflow.model.id = \"a b\" | letters, digits",
        "zeroflow.evaluation.share = 1.5 | at most 1.0",
        "zeroflow.http.port = 70000 | 0 to 65535",
        "zeroflow.limits.record-size = 12 | between 1 KiB and 1 GiB",
        "zeroflow.kafka.topics.journal = \"\" | must not be empty"
      })
  void wrongSettingsAreExplained(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void kafkaPropertiesPassThroughAndAreNeverPrinted() {
    KafkaSettings kafka =
        read("zeroflow.kafka.client { sasl.jaas.config = secret, \"ssl.key.password\" = hush }")
            .kafka();
    assertThat(kafka.client())
        .containsEntry("sasl.jaas.config", "secret")
        .containsEntry("ssl.key.password", "hush");
    assertThat(kafka.toString()).doesNotContain("secret", "hush");
  }

  private static Settings read(String text) {
    return Settings.from(ConfigFactory.load(ConfigFactory.parseString(text)));
  }
}
