package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.data.codec.SampleCodec;
import io.zeroflow.journal.kafka.Topics;
import io.zeroflow.server.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Letters as a learner leaves them, listed and put back by the commands. */
class DlqCommandTest {

  private static final String PREFIX = "__zeroflow.errors.";

  @TempDir private Path folder;

  @Test
  void lettersAreListedRepairedAndPutBackOnce() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
      new Topics("zeroflow.tasks", "zeroflow.tasks.dlq", "zeroflow.journal", 1, (short) 1)
          .create(client);
      send(client, 6, "not json {", "not_a_sample", false);
      send(client, 7, "{\"label\":\"cat\"}", "missing_payload", false);
      send(client, 8, null, "too_large", true);

      Run list = run(kafka, "list", "--json");
      assertThat(list.code()).as(list.err()).isZero();
      List<JsonNode> letters = new ArrayList<>();
      for (String line : list.out().lines().toList()) {
        letters.add(Json.mapper().readTree(line));
      }
      assertThat(letters)
          .extracting(l -> l.get("reason").asText())
          .containsExactly("not_a_sample", "missing_payload", "too_large");
      assertThat(letters.get(1).get("letter").asText()).isEqualTo("0:1");
      assertThat(letters.get(1).get("origin").asText()).isEqualTo("zeroflow.tasks-0-7");
      assertThat(run(kafka, "list", "--reason", "too_large").out()).contains("1 letters");

      assertThat(run(kafka, "replay").code()).isEqualTo(2);
      assertThat(run(kafka, "replay", "--letter", "0:9").err()).contains("no letter 0:9");
      assertThat(run(kafka, "replay", "--all").err()).contains("0:2", "its value is gone");
      assertThat(tasks(client)).isEmpty();

      Path fixed =
          Files.writeString(
              folder.resolve("fixed.jsonl"),
              "{\"letter\": \"0:1\", \"value\": {\"task\":\"t\",\"label\":\"cat\",\"text\":\"it purrs\"}}\n");
      String[] repair = {"replay", "--letter", "0:1", "--repaired", fixed.toString()};
      Run back = run(kafka, repair);
      assertThat(back.out()).as(back.err()).contains("1 letters are back, 0 left out");
      ConsumerRecord<byte[], byte[]> record = tasks(client).getFirst();
      assertThat(new SampleCodec().decode(record.value())).hasToString(sample().toString());
      assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("key");
      assertThat(record.headers())
          .extracting(header -> header.key())
          .containsExactly("own", "__zeroflow.replayed.from", "__zeroflow.replayed.origin");

      assertThat(run(kafka, repair).out()).contains("0 letters are back, 1 left out");
      assertThat(tasks(client)).hasSize(1);

      // A learner that was killed left second letters of two records, one of which went back.
      send(client, 6, "not json {", "not_a_sample", false);
      send(client, 7, "{\"label\":\"cat\"}", "missing_payload", false);
      assertThat(run(kafka, "list").out()).contains("5 letters", "of 3 records");
      assertThat(run(kafka, "replay", "--reason", "missing_payload").out())
          .contains("0 letters are back, 2 left out");
      assertThat(run(kafka, "replay", "--reason", "not_a_sample").out())
          .contains("1 letters are back, 1 left out");
      assertThat(run(kafka, "replay", "--reason", "not_a_sample").out())
          .contains("0 letters are back, 2 left out");
      assertThat(tasks(client)).hasSize(2);

      // What was listed goes back as it is; what has no value has none to send instead.
      Path listed = Files.writeString(folder.resolve("listed.jsonl"), list.out());
      assertThat(run(kafka, "replay", "--again", "--repaired", listed.toString()).out())
          .contains("2 letters are back, 0 left out");
      assertThat(tasks(client))
          .filteredOn(r -> new String(r.value(), StandardCharsets.UTF_8).equals("not json {"))
          .hasSize(2);
    }
  }

  private static Object sample() {
    return new SampleCodec()
        .decode(
            "{\"task\":\"t\",\"label\":\"cat\",\"text\":\"it purrs\"}"
                .getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      Map<String, Object> client,
      long offset,
      @Nullable String value,
      String reason,
      boolean dropped) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>("zeroflow.tasks.dlq", "key".getBytes(StandardCharsets.UTF_8), bytes);
    put(letter, "own", "1");
    put(letter, PREFIX + "topic", "zeroflow.tasks");
    put(letter, PREFIX + "partition", "0");
    put(letter, PREFIX + "offset", Long.toString(offset));
    put(letter, PREFIX + "stage", "DECODE");
    put(letter, PREFIX + "reason", reason);
    put(letter, PREFIX + "exception.message", "because");
    if (dropped) {
      put(letter, PREFIX + "value.dropped.bytes", "99");
    }
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(letter);
    }
  }

  private static void put(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static List<ConsumerRecord<byte[], byte[]>> tasks(Map<String, Object> client) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicPartition partition = new TopicPartition("zeroflow.tasks", 0);
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private Run run(EmbeddedKafka kafka, String... arguments) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("dlq.conf"),
            "zeroflow.kafka.bootstrap-servers = \"%s\"".formatted(kafka.bootstrapServers()));
    List<String> line = new ArrayList<>(List.of("dlq"));
    line.addAll(List.of(arguments));
    line.addAll(2, List.of("--config", config.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine parser =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(parser.execute(line.toArray(String[]::new)), out.toString(), err.toString());
  }

  private record Run(int code, String out, String err) {}
}
