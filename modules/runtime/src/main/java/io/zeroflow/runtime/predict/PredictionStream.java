package io.zeroflow.runtime.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.api.trace.Span;
import io.zeroflow.data.codec.BadSampleException;
import io.zeroflow.data.codec.Tag;
import io.zeroflow.runtime.settings.KafkaSettings;
import io.zeroflow.runtime.settings.PredictionTopics;
import io.zeroflow.runtime.trace.Traces;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.kafka.CommitterSettings;
import org.apache.pekko.kafka.ConsumerMessage.Committable;
import org.apache.pekko.kafka.ConsumerMessage.CommittableMessage;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.ProducerMessage;
import org.apache.pekko.kafka.ProducerMessage.Envelope;
import org.apache.pekko.kafka.ProducerSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.kafka.javadsl.Producer;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions that come by Kafka, in their order within a partition, each at least once: its
 * offset is committed after its answer. What cannot be answered is answered with the reason; a
 * model that is not there yet is waited for. A stream that fails begins again.
 */
public final class PredictionStream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PredictionStream.class);
  private static final int AT_A_TIME = 4;
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final ActorSystem system;
  private final KafkaSettings kafka;
  private final PredictionTopics topics;
  private final String group;
  private final Function<byte[], CompletionStage<Prediction>> predict;
  private final ObjectMapper json = new ObjectMapper();
  private volatile Consumer.@Nullable DrainingControl<Done> control;
  private volatile boolean closed;

  private PredictionStream(
      ActorSystem system,
      KafkaSettings kafka,
      PredictionTopics topics,
      String group,
      Function<byte[], CompletionStage<Prediction>> predict) {
    this.system = system;
    this.kafka = kafka;
    this.topics = topics;
    this.group = group;
    this.predict = predict;
  }

  /**
   * Starts.
   *
   * @param group whose members share the questions
   * @param predict fails with a {@link PredictionException} or {@link BadSampleException}
   */
  public static PredictionStream run(
      ActorSystem system,
      KafkaSettings kafka,
      PredictionTopics topics,
      String group,
      Function<byte[], CompletionStage<Prediction>> predict) {
    PredictionStream stream = new PredictionStream(system, kafka, topics, group, predict);
    stream.start();
    return stream;
  }

  private void start() {
    Consumer.DrainingControl<Done> running =
        Consumer.committableSource(questions(), Subscriptions.topics(topics.questions()))
            .mapAsync(AT_A_TIME, this::answered)
            .toMat(
                Producer.committableSink(answers(), CommitterSettings.create(system)),
                Consumer::createDrainingControl)
            .run(system);
    control = running;
    running
        .streamCompletion()
        .whenComplete(
            (done, failure) -> {
              if (!closed) {
                LOG.warn("the stream of questions has ended and begins again", failure);
                system.scheduler().scheduleOnce(AGAIN, this::restart, system.dispatcher());
              }
            });
  }

  private void restart() {
    if (!closed) {
      start();
    }
  }

  private ConsumerSettings<byte[], byte[]> questions() {
    ConsumerSettings<byte[], byte[]> settings =
        ConsumerSettings.create(system, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .withGroupId(group)
            .withProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
            .withProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    for (Map.Entry<String, Object> property : kafka.client().entrySet()) {
      settings = settings.withProperty(property.getKey(), String.valueOf(property.getValue()));
    }
    return settings;
  }

  private ProducerSettings<byte[], byte[]> answers() {
    ProducerSettings<byte[], byte[]> settings =
        ProducerSettings.create(system, new ByteArraySerializer(), new ByteArraySerializer());
    for (Map.Entry<String, Object> property : kafka.client().entrySet()) {
      settings = settings.withProperty(property.getKey(), String.valueOf(property.getValue()));
    }
    return settings;
  }

  private CompletionStage<Envelope<byte[], byte[], Committable>> answered(
      CommittableMessage<byte[], byte[]> question) {
    return answer(question.record())
        .thenApply(answer -> ProducerMessage.single(answer, question.committableOffset()));
  }

  private CompletionStage<ProducerRecord<byte[], byte[]>> answer(
      ConsumerRecord<byte[], byte[]> question) {
    Span span = Traces.process(question.topic(), question.headers());
    return answerTo(question.value())
        .thenApply(
            value ->
                Traces.within(
                    span,
                    () ->
                        new ProducerRecord<>(
                            topics.predictions(), null, question.key(), value, headers(question))));
  }

  /** Those of the question, but that the answer was sent from here. */
  private static Headers headers(ConsumerRecord<byte[], byte[]> question) {
    Headers headers = new RecordHeaders(question.headers());
    for (Header header : Traces.headers()) {
      headers.remove(header.key()).add(header);
    }
    return headers;
  }

  private CompletionStage<byte[]> answerTo(byte @Nullable [] question) {
    Tag tag = Tag.of(question);
    return patiently(question == null ? new byte[0] : question)
        .thenApply(prediction -> bytes(prediction, tag))
        .exceptionally(failure -> refusal(failure, tag));
  }

  private CompletionStage<Prediction> patiently(byte[] question) {
    return predict
        .apply(question)
        .exceptionallyCompose(
            failure ->
                cause(failure) instanceof PredictionException e && e.later() && !closed
                    ? Patterns.after(LATER, system, () -> patiently(question))
                    : CompletableFuture.failedFuture(failure));
  }

  private byte[] refusal(Throwable failure, Tag tag) {
    return bytes(Map.of("error", String.valueOf(cause(failure).getMessage())), tag);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private byte[] bytes(Object answer, Tag tag) {
    ObjectNode node = json.valueToTree(answer);
    tag.addTo(node);
    try {
      return json.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }

  /** Takes no more questions; what is answered by then is committed, within a few seconds. */
  @Override
  public void close() {
    closed = true;
    Consumer.DrainingControl<Done> running = control;
    if (running != null) {
      running
          .drainAndShutdown(system.dispatcher())
          .toCompletableFuture()
          .exceptionally(failure -> Done.getInstance())
          .completeOnTimeout(Done.getInstance(), AGAIN.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }
}
