package io.zeroflow.runtime;

import static io.zeroflow.runtime.Deployment.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.data.proto.StreamMessage;
import io.zeroflow.data.proto.Tensor;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a producer sends, the learner goes on, and the producer's owner can see why. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PoisonTest {

  private static final String PREFIX = "__zeroflow.errors.";
  private static final int RECORD_SIZE = 4 << 10;
  private static final int LETTER_SIZE = 16 << 10;
  private static final SampleCodec CODEC = new SampleCodec();

  /** A record that must be set aside, with words that must be in the explanation. */
  private record Poison(byte @Nullable [] value, String reason, String... words) {}

  @TempDir private Path directory;

  private static List<Poison> poison() throws IOException {
    byte[] corrupt = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};
    return List.of(
        new Poison(null, "empty", "tombstone"),
        new Poison(new byte[0], "empty", "no bytes"),
        new Poison(bytes("junk"), "not_a_sample", "neither a JSON object"),
        new Poison(
            bytes("{\"id\":\"row 7\",\"labl\":\"cat\",\"text\":\"purrs\"}"),
            "not_a_sample",
            "'labl'"),
        new Poison(
            bytes("{\"label\":\"cat\u200B\",\"text\":\"purrs\"}"), "bad_name", "ZERO WIDTH SPACE"),
        new Poison(bytes("{\"text\":\"it purrs\"}"), "missing_label", "label"),
        new Poison(bytes("{\"label\":\"cat\"}"), "missing_payload", "text"),
        new Poison(sample("cat", new Payload.Image(corrupt)), "corrupt_image", "png"),
        new Poison(sample("cat", new Payload.Image(png())), "unsupported_input", "text", "image"),
        new Poison(
            sample("cat", new Payload.Tensor(new int[] {2}, new float[] {1, 2})),
            "unsupported_input",
            "tensor of shape [2]"),
        new Poison(nanTensor(), "not_finite", "NaN"),
        new Poison(sample("third", new Payload.Text("one too many")), "unknown_label", "'third'"),
        new Poison(text(RECORD_SIZE + 1), "too_large", "4,096"),
        new Poison(text(2 * LETTER_SIZE), "too_large", "4,096"));
  }

  @Test
  void poisonIsSetAsideWithItsBytesAndReasonWhileLearningGoesOn() throws Exception {
    List<Poison> poison = poison();
    PrometheusRegistry registry = new PrometheusRegistry();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Deployment deployment = new Deployment(kafka, "poison")) {
      createSmallDeadLetterTopic(deployment);
      try (Zeroflow zeroflow =
          deployment.start(
              registry,
              "zeroflow.limits { labels = 2, record-size = %d }".formatted(RECORD_SIZE))) {
        List<Sample> samples = Glosses.training("animals", new Random(2));
        deployment.send(Glosses.heldOut("animals"));
        deployment.send(samples);
        for (int i = 0; i < poison.size(); i++) {
          ProducerRecord<byte[], byte[]> record =
              new ProducerRecord<>(deployment.tasks(), 0, bytes("key-" + i), poison.get(i).value());
          record.headers().add("trace", bytes("trace-" + i));
          deployment.send(record);
          deployment.send(samples.get(i % samples.size()));
        }
        deployment.send(new TaskEnd("animals"));

        LearnerStatus status = deployment.awaitLearned(zeroflow);
        assertThat(status.samples()).isEqualTo(samples.size() + poison.size());
        assertThat(status.classes()).isEqualTo(2);
        assertThat(status.rejected()).isZero();
        assertThat(status.step()).isPositive();
        assertThat(zeroflow.ready()).isTrue();
        assertThat(now(zeroflow.status()).task()).isNull();

        List<ConsumerRecord<byte[], byte[]>> letters = deployment.deadLetters(poison.size());
        assertThat(letters).hasSameSizeAs(poison);
        for (int i = 0; i < poison.size(); i++) {
          assertLetter(letters.get(i), i, poison.get(i), deployment.tasks());
        }
        assertCounted(new Samples(registry), poison);
      }
    }
  }

  /** One whose limit is low, so that a record can be too large even to be set aside. */
  private static void createSmallDeadLetterTopic(Deployment deployment) throws Exception {
    NewTopic topic =
        new NewTopic(deployment.deadLetters(), 1, (short) 1)
            .configs(Map.of("max.message.bytes", Integer.toString(LETTER_SIZE)));
    try (Admin admin = Admin.create(deployment.client())) {
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static void assertLetter(
      ConsumerRecord<byte[], byte[]> letter, int i, Poison poison, String topic) {
    int length = poison.value() == null ? 0 : poison.value().length;
    boolean fits = length < LETTER_SIZE;
    assertThat(letter.key()).isEqualTo(bytes("key-" + i));
    assertThat(letter.value()).as("value of %s", poison).isEqualTo(fits ? poison.value() : null);
    Headers headers = letter.headers();
    assertThat(header(headers, "trace")).isEqualTo("trace-" + i);
    assertThat(header(headers, PREFIX + "reason")).isEqualTo(poison.reason());
    assertThat(header(headers, PREFIX + "exception.message")).contains(poison.words());
    assertThat(header(headers, PREFIX + "topic")).isEqualTo(topic);
    assertThat(header(headers, PREFIX + "partition")).isEqualTo("0");
    // 4 held-out and 8 training samples first, then poison and samples in turn.
    assertThat(header(headers, PREFIX + "offset")).isEqualTo(Integer.toString(12 + 2 * i));
    if (new String(letter.value() == null ? new byte[0] : letter.value(), StandardCharsets.UTF_8)
        .contains("\"id\"")) {
      assertThat(header(headers, PREFIX + "id")).isEqualTo("row 7");
    } else {
      assertThat(headers.lastHeader(PREFIX + "id")).isNull();
    }
    if (fits) {
      assertThat(headers.lastHeader(PREFIX + "value.dropped.bytes")).isNull();
    } else {
      assertThat(header(headers, PREFIX + "value.dropped.bytes"))
          .isEqualTo(Integer.toString(length));
    }
  }

  private static void assertCounted(Samples samples, List<Poison> poison) {
    Map<String, Integer> counts = new HashMap<>();
    poison.forEach(p -> counts.merge(p.reason(), 1, Integer::sum));
    counts.forEach(
        (reason, count) ->
            assertThat(samples.value("zeroflow_dead_letters", "reason", reason))
                .as(reason)
                .isEqualTo(count.doubleValue()));
    assertThat(samples.value("zeroflow_dead_letters", "reason", "unknown_task")).isZero();
    assertThat(samples.value("zeroflow_dead_letters", "reason", "bad_shape")).isZero();
  }

  private static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    assertThat(header).as(name).isNotNull();
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static byte[] sample(String label, Payload payload) {
    return CODEC.encode(new Sample("animals", label, Split.TRAIN, payload));
  }

  private static byte[] text(int length) {
    char[] letters = new char[length];
    Arrays.fill(letters, 'x');
    return sample("cat", new Payload.Text(new String(letters)));
  }

  private static byte[] nanTensor() {
    return StreamMessage.newBuilder()
        .setSample(
            io.zeroflow.data.proto.Sample.newBuilder()
                .setTask("animals")
                .setLabel("cat")
                .setTensor(Tensor.newBuilder().addShape(2).addValues(1).addValues(Float.NaN)))
        .build()
        .toByteArray();
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
