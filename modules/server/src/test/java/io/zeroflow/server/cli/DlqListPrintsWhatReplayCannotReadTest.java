package io.zeroflow.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Letter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code value} was an excerpt, cut and with dots, in the list and a sample in the file. */
class DlqListPrintsWhatReplayCannotReadTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"label\":\"cat\u200B\",\"text\":\"größe 🐈\",\"meta\":{\"n\":0.10,\"big\":1E+400}}",
        "{\"label\":\"half a cat \\uD83D\"}",
        " {\"label\":\"a\"}\n"
      })
  void anObjectSaysWhatItSaid(String value) throws Exception {
    JsonNode said = LetterLines.EXACT.readTree(value);

    assertThat(LetterLines.EXACT.readTree(thereAndBack(value.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"label\":\"a\",\"label\":\"b\"}",
        "\uFEFF{\"label\":\"a\"}",
        "[1]",
        "\"a string\"",
        "null",
        "not json {",
        ""
      })
  void otherTextComesBackAsItWas(String value) throws Exception {
    assertThat(thereAndBack(value.getBytes(StandardCharsets.UTF_8)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(value);
  }

  @Test
  void bytesComeBackAsTheyWere() throws Exception {
    byte[] value = {0x0A, 0x00, (byte) 0xC3, (byte) 0xFF, 0x12};

    assertThat(thereAndBack(value)).isEqualTo(value);
    assertThat(new ObjectMapper().readTree(LetterLines.write(letter(value))).get("base64").asText())
        .isEqualTo("CgDD/xI=");
  }

  @Test
  void aLineIsAsciiAndHasAnObjectToEdit() throws Exception {
    byte[] value = "{\"label\":\"cat\u200B\",\"id\":7}".getBytes(StandardCharsets.UTF_8);
    String line = LetterLines.write(letter(value));

    assertThat(line).isASCII().contains("\"label\":\"cat\\u200B\"");
    JsonNode node = new ObjectMapper().readTree(line);
    assertThat(node.get("letter").asText()).isEqualTo("2:5");
    assertThat(node.get("id").asText()).isEqualTo("7");
    assertThat(node.at("/value/label").asText()).isEqualTo("cat\u200B");
  }

  @Test
  void aLetterWithoutAValueIsLeftAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("l.jsonl"), LetterLines.write(letter(null)));

    assertThat(LetterLines.read(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"letter\":\"0:1\"}",
        "{\"letter\":1,\"value\":{}}",
        "{\"letter\":\"0:1\",\"value\":[1]}",
        "{\"letter\":\"0:1\",\"base64\":\"?\"}",
        "0:1"
      })
  void anotherLineIsRefusedByItsNumber(String line) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("l.jsonl"), "{\"letter\":\"0:0\",\"value\":{}}\n\n" + line + "\n");

    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> LetterLines.read(file))
        .withMessageContaining(file + ", line 3");
  }

  private byte[] thereAndBack(byte[] value) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("letters.jsonl"), "\uFEFF" + LetterLines.write(letter(value)) + "\n");
    return Objects.requireNonNull(LetterLines.read(file).get("2:5"));
  }

  private static Letter letter(byte @Nullable [] value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("zeroflow.tasks.dlq", 2, 5, new byte[0], value);
    record.headers().add("__zeroflow.errors.reason", "bad_name".getBytes(StandardCharsets.UTF_8));
    record.headers().add("__zeroflow.errors.id", "7".getBytes(StandardCharsets.UTF_8));
    return new Letter(record);
  }
}
