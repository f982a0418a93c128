package io.zeroflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.TaskEnd;
import io.zeroflow.runtime.learn.LearnerStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions by Kafka, answered by Kafka. */
class PredictionStreamTest {

  private static final String SETTINGS =
      "zeroflow.kafka.topics { questions = q.questions, predictions = q.predictions }";

  @TempDir private static Path directory;

  @Test
  void everyQuestionIsAnsweredUnderItsKeyOnceThereIsAModel() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        Deployment deployment = new Deployment(kafka, "q")) {
      try (Zeroflow zeroflow = deployment.start(new PrometheusRegistry(), SETTINGS)) {
        ask(
            deployment,
            "early",
            "{\"text\": \"it purrs in your lap\"}"); // before any class is known
        Random random = new Random(1);
        for (int epoch = 0; epoch < 3; epoch++) {
          deployment.send(Glosses.training("animals", random));
        }
        deployment.send(new TaskEnd("animals"));
        LearnerStatus learned = deployment.awaitLearned(zeroflow);
        ask(
            deployment,
            "good",
            "\uFEFF{\"text\": \"a puppy that barks\", \"image\": null, \"id\": 7, \"meta\": {\"n\": 0.10}}");
        ask(deployment, "bad", "a puppy that barks");
        ask(deployment, "strange", "{\"id\": \"a-1\", \"txt\": \"a puppy that barks\"}");
        ask(deployment, "empty", null);

        List<ConsumerRecord<byte[], byte[]>> answers = deployment.records("q.predictions", 5);
        assertThat(answers)
            .extracting(answer -> new String(answer.key(), StandardCharsets.UTF_8))
            .containsExactly("early", "good", "bad", "strange", "empty");
        assertThat(answers).allMatch(answer -> answer.headers().lastHeader("trace") != null);
        assertThat(json(answers.get(0)).get("label").asText()).isIn("cat", "dog");
        JsonNode good = json(answers.get(1));
        assertThat(good.get("label").asText()).isEqualTo("dog");
        assertThat(good.get("step").asLong()).isBetween(0L, learned.step());
        assertThat(good.get("scores")).hasSize(2);
        assertThat(new String(answers.get(1).value(), StandardCharsets.UTF_8))
            .endsWith("\"id\":7,\"meta\":{\"n\":0.10}}");
        assertThat(json(answers.get(2)).get("error").asText()).contains("no JSON object");
        assertThat(json(answers.get(3)).get("error").asText()).contains("did you mean 'text'?");
        assertThat(json(answers.get(3)).get("id").asText()).isEqualTo("a-1");
        assertThat(json(answers.get(4)).get("error").asText()).contains("no JSON object");
      }

      // What was answered is not answered again by whoever comes next.
      try (Zeroflow again = deployment.start(new PrometheusRegistry(), SETTINGS)) {
        assertThat(again.ready()).isTrue();
        ask(deployment, "later", "{\"text\": \"a kitten that purrs\"}");
        List<ConsumerRecord<byte[], byte[]>> answers = deployment.records("q.predictions", 6);
        assertThat(answers).hasSize(6);
        assertThat(json(answers.getLast()).get("label").asText()).isEqualTo("cat");
      }
    }
  }

  private static void ask(Deployment deployment, String key, @Nullable String question) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "q.questions",
            key.getBytes(StandardCharsets.UTF_8),
            question == null ? null : question.getBytes(StandardCharsets.UTF_8));
    record.headers().add("trace", new byte[] {1});
    deployment.send(record);
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> answer) throws Exception {
    return new ObjectMapper().readTree(answer.value());
  }
}
