package io.zeroflow.runtime;

import io.zeroflow.journal.JournalException;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;

/** Sees to it that the topics are there, and such that nothing that was learned is lost. */
public final class TopicSetup {

  private TopicSetup() {}

  /**
   * What would stop a learner at Kafka, in words with the remedy. Kafka is asked, nothing is
   * changed.
   *
   * @throws JournalException if Kafka does not answer
   */
  public static List<String> mistakes(KafkaSettings kafka) {
    List<String> mistakes = new ArrayList<>();
    List<String> missing = kafka.topics().missing(kafka.client());
    if (kafka.createTopics()) {
      mistakes.addAll(kafka.topics().refused(kafka.client()));
    } else if (!missing.isEmpty()) {
      mistakes.add(
          "topics %s do not exist at %s; run `zeroflow topics create`, or set zeroflow.kafka.topics.create = true"
              .formatted(missing, kafka.bootstrapServers()));
    }
    mistakes.addAll(kafka.topics().forbidden(kafka.client()));
    if (!missing.contains(kafka.topics().journal())) {
      List<String> problems = kafka.topics().misconfigured(kafka.client());
      if (!problems.isEmpty()) {
        mistakes.add(
            "the journal %s would lose what was learned: %s (kafka-configs.sh --alter --entity-type topics --entity-name %s)"
                .formatted(
                    kafka.topics().journal(),
                    String.join(", ", problems),
                    kafka.topics().journal()));
      }
    }
    return mistakes;
  }

  /** Whether the journal's topic is there. */
  static boolean hasJournal(KafkaSettings kafka) {
    return !kafka.topics().missing(kafka.client()).contains(kafka.topics().journal());
  }

  /**
   * Creates the topics that are missing, all or none.
   *
   * @return their names
   * @throws SettingsException if Kafka would not create one of them as the settings say
   */
  public static List<String> create(KafkaSettings kafka) {
    SettingsException.check(kafka.topics().refused(kafka.client()));
    return kafka.topics().create(kafka.client());
  }
}
