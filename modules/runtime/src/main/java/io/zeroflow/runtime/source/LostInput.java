package io.zeroflow.runtime.source;

import io.zeroflow.journal.Consumed;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said, and done, about records that the tasks topic dropped before they were learned. */
public final class LostInput {

  private static final Logger LOG = LoggerFactory.getLogger(LostInput.class);

  private LostInput() {}

  /**
   * Goes by the settings.
   *
   * @param lost at least one range
   * @return what is lost, in words, where it is to be skipped
   * @throws SettingsException where the settings say to stop
   */
  public static String skip(KafkaSettings kafka, Collection<Consumed> lost) {
    String words =
        "%s dropped records before they were learned: %s"
            .formatted(
                kafka.topics().tasks(),
                lost.stream().map(LostInput::words).collect(Collectors.joining(", ")));
    if (kafka.onLostInput() == KafkaSettings.LostInput.STOP) {
      throw new SettingsException(
          "%s. Raise the topic's retention; to go on without them, set zeroflow.kafka.on-lost-input = skip"
              .formatted(words));
    }
    LOG.warn("{}; they are skipped, as the settings say", words);
    return words;
  }

  private static String words(Consumed range) {
    return "offsets %d to %d of partition %d"
        .formatted(range.from(), range.to() - 1, range.partition());
  }
}
