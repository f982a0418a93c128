package io.zeroflow.runtime.source;

import io.zeroflow.data.codec.Tag;
import io.zeroflow.runtime.metrics.Metrics;
import io.zeroflow.runtime.source.Decoded.BadRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records that cannot be learned from to the dead-letter topic: original key, value and
 * headers, and why, in the header fields that Kafka Connect uses under our prefix. Safe for
 * concurrent use.
 */
public final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  static final String PREFIX = "__zeroflow.errors.";
  // Room for the largest record that a broker is commonly set to let in.
  static final int MAX_REQUEST = 128 << 20;

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final Metrics metrics;

  public DeadLetters(Map<String, Object> client, String topic, Metrics metrics) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MAX_REQUEST + (1 << 20));
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.metrics = metrics;
    // At 0 from the start: an increase from nothing to 1 is none to Prometheus.
    SampleChecks.REASONS.forEach(metrics.deadLetters::initLabelValues);
  }

  /** Completes with {@code decoded} once its dead letter, if it is one, is safe. */
  CompletionStage<Decoded> keep(Decoded decoded) {
    BadRecord error = decoded.error();
    if (error == null) {
      return CompletableFuture.completedFuture(decoded);
    }
    ConsumerRecord<byte[], byte[]> record = decoded.record();
    LOG.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("reason", error.reason())
        .log("dead letter: {}", error.why());
    return send(record, record.value(), error)
        .exceptionallyCompose(
            failure ->
                // The topic takes no record that large: keep everything but the bytes.
                failure instanceof RecordTooLargeException
                    ? send(record, null, error)
                    : CompletableFuture.failedFuture(failure))
        .thenApply(
            sent -> {
              metrics.deadLetters.labelValues(error.reason()).inc();
              return decoded;
            });
  }

  private CompletableFuture<Void> send(
      ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value, BadRecord error) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, null, record.key(), value, record.headers());
    Headers headers = letter.headers();
    put(headers, "topic", record.topic());
    put(headers, "partition", Integer.toString(record.partition()));
    put(headers, "offset", Long.toString(record.offset()));
    put(headers, "stage", "DECODE");
    put(headers, "reason", error.reason());
    put(headers, "exception.message", error.why());
    String id = Tag.of(record.value()).name();
    if (id != null) {
      put(headers, "id", id);
    }
    if (value == null && record.value() != null) {
      put(headers, "value.dropped.bytes", Integer.toString(record.value().length));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    var unused =
        producer.send(
            letter,
            (metadata, failure) -> {
              if (failure == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(failure);
              }
            });
    return done;
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
