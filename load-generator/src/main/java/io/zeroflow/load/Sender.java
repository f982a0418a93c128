package io.zeroflow.load;

import io.zeroflow.data.Example;
import io.zeroflow.data.Payload;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.SampleCodec;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producer, its pace and its failures. A record's failure shows up at the next call: sending
 * does not wait for acknowledgements.
 */
final class Sender implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final ProducerSettings settings;
  private final FeedPlan plan;
  private final SampleCodec codec = new SampleCodec();
  private final RateLimiter limiter;
  private final KafkaProducer<String, byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Sender(ProducerSettings settings, FeedPlan plan) throws FeedException {
    this.settings = settings;
    this.plan = plan;
    this.limiter = new RateLimiter(plan.rate());
    try {
      producer =
          new KafkaProducer<>(
              settings.properties(), new StringSerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw Destination.failure(settings, plan.topic(), e);
    }
  }

  /** Waits until the rate allows the next sample. */
  void awaitTurn() throws InterruptedException {
    limiter.acquire();
  }

  /** Loads a payload, with a failure that fits a feed. */
  static Payload load(Example example) throws FeedException {
    try {
      return example.payload();
    } catch (UncheckedIOException e) {
      throw new FeedException(
          "a sample of class '%s' cannot be read: %s".formatted(example.label(), e.getMessage()),
          e);
    }
  }

  /** Hands a message to the producer; it is counted when the brokers have it. */
  void send(StreamMessage message, TaskCount count) throws FeedException, InterruptedException {
    byte[] value = encode(message);
    try {
      // The callback has all that the future would tell.
      Future<RecordMetadata> _ =
          producer.send(
              new ProducerRecord<>(plan.topic(), message.task(), value),
              (metadata, exception) -> {
                if (exception == null) {
                  count.acknowledged(message, value.length);
                } else {
                  failure.compareAndSet(null, exception);
                }
              });
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
    throwFailure();
  }

  /** Waits until the brokers have everything that was sent. */
  void flush() throws FeedException, InterruptedException {
    try {
      producer.flush();
    } catch (InterruptException e) {
      throw interrupted(e);
    }
    throwFailure();
  }

  /** Sends what is buffered, or gives it up after a while, even on an interrupted thread. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      producer.close(CLOSE_PATIENCE);
    } catch (InterruptException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private byte[] encode(StreamMessage message) throws FeedException {
    try {
      return switch (plan.format()) {
        case PROTOBUF -> codec.encode(message);
        case JSON -> codec.encodeJson(message);
      };
    } catch (BadSampleException e) {
      throw new FeedException(
          "a message of task '%s' cannot be sent: %s".formatted(message.task(), e.getMessage()), e);
    }
  }

  private void throwFailure() throws FeedException {
    Exception thrown = failure.get();
    if (thrown != null) {
      throw Destination.failure(settings, plan.topic(), thrown);
    }
  }

  /** Kafka's own exception is unchecked and leaves the interrupt status set. */
  private static InterruptedException interrupted(InterruptException cause) {
    Thread.interrupted();
    InterruptedException e = new InterruptedException("interrupted while sending");
    e.initCause(cause);
    return e;
  }
}
