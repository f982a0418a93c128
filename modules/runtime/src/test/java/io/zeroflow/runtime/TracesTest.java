package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Sample;
import io.zeroflow.data.codec.SampleCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A trace goes from the sender of a sample to the accuracy of the model that learned it. */
class TracesTest {

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private static final String FIRST = "0af7651916cd43dd8448eb211c80319c";
  private static final String SECOND = "1bf7651916cd43dd8448eb211c80319c";
  private static final String THIRD = "2cf7651916cd43dd8448eb211c80319c";

  @TempDir private static Path directory;

  private final SampleCodec codec = new SampleCodec();

  @Test
  void aTraceGoesThroughKafkaFromTheSampleToTheEvaluation() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Deployment deployment = new Deployment(kafka, "tr");
        Zeroflow zeroflow =
            deployment.start(
                new PrometheusRegistry(),
                "zeroflow.kafka.topics { questions = tr.questions, predictions = tr.answers }")) {
      deployment.send(Glosses.heldOut("animals"));
      List<Sample> samples = Glosses.training("animals", new Random(1));
      for (int i = 0; i < samples.size(); i++) {
        send(deployment, "tr.tasks", codec.encode(samples.get(i)), i % 2 == 0 ? FIRST : SECOND);
      }
      send(deployment, "tr.tasks", new byte[] {'?'}, THIRD);
      send(
          deployment,
          "tr.questions",
          "{\"text\": \"a puppy that barks\"}".getBytes(StandardCharsets.UTF_8),
          THIRD);

      patiently().until(() -> named("evaluate").stream().anyMatch(TracesTest::hasCause));
      SpanData evaluation =
          named("evaluate").stream().filter(TracesTest::hasCause).findFirst().orElseThrow();

      SpanData lot =
          named("process tr.tasks").stream()
              .filter(span -> attribute(span, "zeroflow.strategy") != null)
              .findFirst()
              .orElseThrow();
      assertThat(lot.getKind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(lot.getLinks())
          .extracting(link -> link.getSpanContext().getTraceId())
          .contains(FIRST, SECOND);
      assertThat(attribute(lot, "messaging.destination.name")).isEqualTo("tr.tasks");
      assertThat(attribute(lot, "zeroflow.task")).isEqualTo("animals");
      assertThat(parts(lot)).contains("encode", "measure", "append");
      assertThat(named("append"))
          .extracting(SpanData::getSpanId)
          .contains(evaluation.getLinks().getFirst().getSpanContext().getSpanId());

      ConsumerRecord<byte[], byte[]> answer = deployment.records("tr.answers", 1).getFirst();
      SpanData question = named("process tr.questions").getFirst();
      assertThat(traceparent(answer))
          .isEqualTo("00-%s-%s-01".formatted(THIRD, question.getSpanId()));
      assertThat(traceparent(deployment.deadLetters(1).getFirst())).isEqualTo(parent(THIRD));
    }
  }

  private static boolean hasCause(SpanData evaluation) {
    return evaluation.getLinks().stream().map(LinkData::getSpanContext).anyMatch(c -> c.isValid());
  }

  private static List<SpanData> named(String name) {
    return TELEMETRY.getSpans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static List<String> parts(SpanData whole) {
    return TELEMETRY.getSpans().stream()
        .filter(span -> span.getParentSpanId().equals(whole.getSpanId()))
        .map(SpanData::getName)
        .toList();
  }

  private static @Nullable String attribute(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static String parent(String trace) {
    return "00-" + trace + "-b7ad6b7169203331-01";
  }

  private static void send(Deployment deployment, String topic, byte[] value, String trace) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
    record.headers().add("traceparent", parent(trace).getBytes(StandardCharsets.UTF_8));
    deployment.send(record);
  }

  private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
    Iterable<Header> all = record.headers().headers("traceparent");
    assertThat(all).hasSize(1);
    return new String(all.iterator().next().value(), StandardCharsets.UTF_8);
  }
}
