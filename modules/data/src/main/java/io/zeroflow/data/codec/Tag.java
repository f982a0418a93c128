package io.zeroflow.data.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a sender adds to a value for its own sake. Nothing is learned from it; it goes with dead
 * letters and answers, so that the sender knows its own again.
 *
 * @param id text or a number, or null for none
 * @param meta an object, or null for none
 */
public record Tag(@Nullable JsonNode id, @Nullable JsonNode meta) {

  static final String ID = "id";
  static final String META = "meta";

  /** The longest id, in UTF-16 units. */
  static final int MAX_ID = 200;

  /** The largest meta object, in bytes of its JSON. */
  static final int MAX_META = 16 << 10;

  private static final Tag NONE = new Tag(null, null);

  /** Numbers leave as they came, of whatever length. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** The tag of a value in either form, as far as it can be read: it may be what is broken. */
  public static Tag of(byte @Nullable [] value) {
    if (value == null) {
      return NONE;
    }
    return switch (Form.of(value)) {
      case JSON -> ofJson(value);
      case PROTOBUF -> ofProtobuf(value);
      case BLANK, UTF_16 -> NONE;
    };
  }

  /** The id as text, or null for none. */
  public @Nullable String name() {
    return id == null ? null : id.asText();
  }

  /** Adds it to an answer. */
  public void addTo(ObjectNode answer) {
    if (id != null) {
      answer.set(ID, id);
    }
    if (meta != null) {
      answer.set(META, meta);
    }
  }

  private static Tag ofJson(byte[] value) {
    JsonNode id = null;
    JsonNode meta = null;
    try (JsonParser json = EXACT.createParser(value)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken token = json.nextToken();
        if (key.equals(ID) && token.isScalarValue()) {
          JsonNode node = EXACT.readTree(json);
          id = isId(node) ? node : null;
        } else if (key.equals(META) && token == JsonToken.START_OBJECT) {
          JsonNode node = EXACT.readTree(json);
          meta = bytes(node) <= MAX_META ? node : null;
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException | NumberFormatException e) { // the latter of an exponent beyond all bounds
      // What was read until here is all there is.
    }
    return new Tag(id, meta);
  }

  private static Tag ofProtobuf(byte[] value) {
    try {
      var message = io.zeroflow.data.proto.StreamMessage.parseFrom(value);
      String id = message.hasTaskEnd() ? message.getTaskEnd().getId() : message.getSample().getId();
      JsonNode node = EXACT.getNodeFactory().textNode(id);
      return id.isEmpty() || !isId(node) ? NONE : new Tag(node, null);
    } catch (InvalidProtocolBufferException e) {
      return NONE;
    }
  }

  static boolean isScalar(JsonNode id) {
    return id.isTextual() || id.isNumber();
  }

  private static boolean isId(JsonNode node) {
    return isScalar(node) && node.asText().length() <= MAX_ID;
  }

  /** Bytes of a node's JSON. */
  static int bytes(JsonNode node) {
    try {
      return EXACT.writeValueAsBytes(node).length;
    } catch (IOException e) {
      throw new IllegalStateException("a tree of plain values could not be written", e);
    }
  }
}
