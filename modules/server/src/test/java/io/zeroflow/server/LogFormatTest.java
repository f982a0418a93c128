package io.zeroflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.server.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person, or a collector of logs, reads from a process. */
class LogFormatTest {

  /** What the process logs. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] args) {
      Logger log = LoggerFactory.getLogger("io.zeroflow.Something");
      log.info("step {} of \"{}\"", 7, "task");
      log.warn("failed", new IllegalStateException("gone\nfor good"));
    }
  }

  @Test
  void jsonHasFixedKeysAndOneLineAnEvent() throws Exception {
    List<String> lines = log("json");

    assertThat(lines).hasSize(2);
    JsonNode first = Json.mapper().readTree(lines.getFirst());
    assertThat(first.fieldNames())
        .toIterable()
        .contains("timestamp", "level", "threadName", "loggerName", "formattedMessage");
    assertThat(first.get("formattedMessage").asText()).isEqualTo("step 7 of \"task\"");
    JsonNode second = Json.mapper().readTree(lines.getLast());
    assertThat(second.at("/throwable/message").asText()).isEqualTo("gone\nfor good");
  }

  @Test
  void textIsForPeople() throws Exception {
    assertThat(log("text").getFirst())
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO +i\\.zeroflow\\.Something step 7 of \"task\"");
  }

  private static List<String> log(String format) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=logback.xml", // not that of the tests
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ZEROFLOW_LOG_FORMAT", format);
    Process process = builder.start();
    String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}
