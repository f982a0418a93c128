package io.zeroflow.server.issues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.broker.EmbeddedKafka;
import io.zeroflow.server.http.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A collector found the banner between its lines, and at every start warnings of Kafka's. */
@DisabledOnOs(OS.WINDOWS)
class WordsBetweenJsonLogsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Map<String, String> JSON = Map.of("ZEROFLOW_LOG_FORMAT", "json");

  @TempDir private Path folder;

  @Test
  void aWholeLifeIsJsonAndWarnsOfNothing() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      Path config =
          Files.writeString(
              folder.resolve("run.conf"),
              "zeroflow { kafka.bootstrap-servers = \"%s\", http.port = 0 }"
                  .formatted(kafka.bootstrapServers()));
      try (Forked run = Forked.start(folder, JSON, List.of(), "run", "--config=" + config)) {
        await().atMost(PATIENCE).until(() -> !run.runs() || run.err().contains("Stop with Ctrl-C"));
        run.terminate();

        assertThat(run.ended()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        List<JsonNode> lines = lines(run.err());
        assertThat(lines)
            .extracting(line -> line.path("formattedMessage").asText())
            .anyMatch(message -> message.contains("Zeroflow runs: model"))
            .anyMatch(message -> message.startsWith("stopping: "));
        assertThat(lines).allMatch(line -> line.path("level").asText().equals("INFO"));
      }
    }
  }

  @Test
  void mistakesAreJsonToo() throws Exception {
    try (Forked run = Forked.start(folder, JSON, List.of(), "run", "--nonsense")) {
      assertThat(run.ended()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(lines(run.err()).getFirst().path("formattedMessage").asText())
          .contains("--nonsense");
    }
  }

  private static List<JsonNode> lines(String text) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(Json.mapper().readTree(line));
    }
    return lines;
  }
}
