package io.zeroflow.runtime.source;

import io.zeroflow.journal.JournalException;
import io.zeroflow.runtime.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter topic, for people: what is in it, and the way back. A letter stays where it is; a
 * copy that goes back says in headers which letter it was, and of which record, so that none goes
 * back twice.
 */
public final class LetterBox {

  private static final String REPLAYED = "__zeroflow.replayed.from";
  private static final String ORIGIN = "__zeroflow.replayed.origin";
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaSettings kafka;

  public LetterBox(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /** All letters that are there now, partition by partition, the oldest first. */
  public List<Letter> letters() {
    List<Letter> letters = new ArrayList<>();
    each(kafka.topics().deadLetters(), record -> letters.add(new Letter(record)));
    return letters;
  }

  /**
   * Those of some letters that are to go back: of each record one, as a learner that was killed
   * leaves a second letter of it.
   *
   * @param repaired places of those whose values are mended: they come before a record's others
   * @param again whether a record goes back of which a copy is in the tasks topic already
   */
  public List<Letter> due(List<Letter> letters, Set<String> repaired, boolean again) {
    Set<String> gone = again ? new HashSet<>() : replayed();
    letters().stream()
        .filter(letter -> gone.contains(letter.place()))
        .toList()
        .forEach(letter -> gone.add(letter.origin()));
    Map<String, Letter> due = new LinkedHashMap<>();
    for (Letter letter : letters) {
      if (!gone.contains(letter.origin())) {
        due.merge(
            letter.origin(), letter, (one, next) -> repaired.contains(one.place()) ? one : next);
      }
    }
    return List.copyOf(due.values());
  }

  /** Places and origins of the letters of which a copy is in the tasks topic already. */
  private Set<String> replayed() {
    Set<String> said = new HashSet<>();
    each(
        kafka.topics().tasks(),
        record -> {
          for (String name : List.of(REPLAYED, ORIGIN)) {
            Header header = record.headers().lastHeader(name);
            if (header != null) {
              said.add(new String(header.value(), StandardCharsets.UTF_8));
            }
          }
        });
    return said;
  }

  /**
   * Puts copies at the end of the tasks topic: original key, value and headers without ours.
   *
   * @param repaired values to send in place of the letters', by their places
   * @throws JournalException if Kafka does not take one; those before it are sent
   */
  public void replay(List<Letter> letters, Map<String, byte[]> repaired) {
    Map<String, Object> config = new HashMap<>(kafka.client());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetters.MAX_REQUEST);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (Letter letter : letters) {
        sent.add(producer.send(copy(letter, repaired.get(letter.place()))));
      }
      producer.flush();
      for (Future<?> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new JournalException(
          "%s does not take a letter: %s".formatted(kafka.topics().tasks(), e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException("interrupted while letters were put back", e);
    }
  }

  private ProducerRecord<byte[], byte[]> copy(Letter letter, byte @Nullable [] repaired) {
    ConsumerRecord<byte[], byte[]> record = letter.record();
    var copy =
        new ProducerRecord<>(
            kafka.topics().tasks(), record.key(), repaired == null ? record.value() : repaired);
    for (Header header : record.headers()) {
      if (!header.key().startsWith(DeadLetters.PREFIX)) {
        copy.headers().add(header);
      }
    }
    say(copy.headers(), REPLAYED, letter.place());
    say(copy.headers(), ORIGIN, letter.origin());
    return copy;
  }

  /** In the place of what an earlier way back said. */
  private static void say(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Every record between the first and what is the last at this moment. */
  private void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> take) {
    Map<String, Object> config = new HashMap<>(kafka.client());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(take);
      }
    }
  }
}
