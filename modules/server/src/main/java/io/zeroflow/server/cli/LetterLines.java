package io.zeroflow.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zeroflow.runtime.settings.SettingsException;
import io.zeroflow.runtime.source.Letter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Letters as lines of JSON, for a pipe or an editor and the way back. A value is the JSON object
 * that it is, or else a string, or else {@code base64}: put back as it was printed, a record says
 * what it said before.
 */
final class LetterLines {

  private static final String LETTER = "letter";
  private static final String VALUE = "value";
  private static final String BASE64 = "base64";

  /** Numbers as they came; what would be lost, a key given twice, is no object. */
  static final ObjectMapper EXACT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** ASCII passes through any terminal and locale, and shows what else is not seen. */
  private static final ObjectWriter ASCII = EXACT.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private LetterLines() {}

  static String write(Letter letter) {
    ObjectNode line = EXACT.createObjectNode();
    line.put(LETTER, letter.place());
    line.put("origin", letter.origin());
    line.put("stage", letter.stage());
    line.put("reason", letter.reason());
    line.put("why", letter.why());
    if (!letter.id().isEmpty()) {
      line.put("id", letter.id());
    }
    line.put("bytes", letter.size());
    byte[] value = letter.record().value();
    String text = value == null ? null : text(value);
    if (value == null) {
      line.putNull(VALUE);
    } else if (text == null) {
      line.put(BASE64, value);
    } else {
      JsonNode object = object(text);
      line.set(VALUE, object == null ? line.textNode(text) : object);
    }
    try {
      return ASCII.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be written", e);
    }
  }

  /**
   * Values by the places of their letters, in the file's order; a letter without one is left out.
   *
   * @throws SettingsException if the file cannot be read or a line is no letter
   */
  static Map<String, byte[]> read(Path file) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    int number = 0;
    try {
      for (String read : Files.readAllLines(file)) {
        number++;
        String line = read.startsWith("\uFEFF") ? read.substring(1) : read; // some editors' mark
        if (!line.isBlank()) {
          JsonNode node = EXACT.readTree(line);
          byte[] value = value(node);
          if (!node.path(LETTER).isTextual() || (value == null && !node.path(VALUE).isNull())) {
            throw new SettingsException(
                "%s, line %d: it must have a \"letter\" such as \"0:12\" and a \"value\", a sample, or \"base64\""
                    .formatted(file, number));
          }
          if (value != null) {
            values.put(node.get(LETTER).asText(), value);
          }
        }
      }
      return values;
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "%s, line %d cannot be read: %s".formatted(file, number, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new SettingsException("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private static byte @Nullable [] value(JsonNode line) throws IOException {
    JsonNode value = line.path(VALUE);
    if (value.isObject()) {
      return ASCII.writeValueAsBytes(value);
    }
    if (value.isTextual()) {
      return value.textValue().getBytes(StandardCharsets.UTF_8);
    }
    return line.path(BASE64).isTextual() ? line.get(BASE64).binaryValue() : null;
  }

  private static @Nullable String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static @Nullable JsonNode object(String text) {
    try {
      JsonNode node = EXACT.readTree(text);
      return node.isObject() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
