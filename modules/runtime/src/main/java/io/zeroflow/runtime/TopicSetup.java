package io.zeroflow.runtime;

import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the topics are there, and such that nothing that was learned is lost. */
final class TopicSetup {

  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private TopicSetup() {}

  /**
   * Creates what is missing, if the settings allow.
   *
   * @throws SettingsException if a topic is missing, or would lose records
   */
  static void prepare(KafkaSettings kafka) {
    if (kafka.createTopics()) {
      List<String> created = kafka.topics().create(kafka.client());
      if (!created.isEmpty()) {
        LOG.info("created topics {}", created);
      }
    }
    List<String> missing = kafka.topics().missing(kafka.client());
    if (!missing.isEmpty()) {
      throw new SettingsException(
          "topics %s do not exist at %s; run `zeroflow topics create`, or set zeroflow.kafka.topics.create = true"
              .formatted(missing, kafka.bootstrapServers()));
    }
    List<String> problems = kafka.topics().misconfigured(kafka.client());
    if (!problems.isEmpty()) {
      throw new SettingsException(
          "the journal %s would lose what was learned: %s (kafka-configs.sh --alter --entity-type topics --entity-name %s)"
              .formatted(
                  kafka.topics().journal(), String.join(", ", problems), kafka.topics().journal()));
    }
  }
}
