package io.zeroflow.runtime.source;

import io.zeroflow.journal.JournalException;
import io.zeroflow.runtime.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter topic, for people: what is in it, and the way back. A letter stays where it is; a
 * copy that goes back says in a header which letter it was, so that none goes back twice.
 */
public final class LetterBox {

  private static final String REPLAYED = "__zeroflow.replayed.from";
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

  /** Places of the letters of which a copy is in the tasks topic already. */
  public Set<String> replayed() {
    Set<String> places = new HashSet<>();
    each(
        kafka.topics().tasks(),
        record -> {
          Header from = record.headers().lastHeader(REPLAYED);
          if (from != null) {
            places.add(new String(from.value(), StandardCharsets.UTF_8));
          }
        });
    return places;
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
    copy.headers().add(REPLAYED, letter.place().getBytes(StandardCharsets.UTF_8));
    return copy;
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
