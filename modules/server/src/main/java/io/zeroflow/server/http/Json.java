package io.zeroflow.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zeroflow.data.codec.Tag;
import java.io.IOException;
import java.time.Instant;

/** JSON as the API writes it: times in ISO 8601, numbers that are not finite as null. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new IsoTime())
                  .addSerializer(Float.class, new Finite<>())
                  .addSerializer(float.class, new Finite<>())
                  .addSerializer(Double.class, new Finite<>())
                  .addSerializer(double.class, new Finite<>()))
          .build();

  private Json() {}

  /** Text of a value. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of the API is not JSON", e);
    }
  }

  /** An answer with what the asker gave to know it by. */
  static ObjectNode tagged(Object value, Tag tag) {
    ObjectNode node = MAPPER.valueToTree(value);
    tag.addTo(node);
    return node;
  }

  /** Reader for requests and for the command line. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  private static final class IsoTime extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  /** JSON knows neither NaN nor infinity. */
  private static final class Finite<N extends Number> extends JsonSerializer<N> {
    @Override
    public void serialize(N value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value.doubleValue())) {
        out.writeNumber(value.toString());
      } else {
        out.writeNull();
      }
    }
  }
}
