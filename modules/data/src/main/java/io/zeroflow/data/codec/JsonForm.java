package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The JSON form: bytes to a tree and back; {@link JsonSample} knows the keys. */
final class JsonForm {
  private final ObjectMapper mapper;

  JsonForm(int maxBytes) {
    // The form is two objects deep but for the sender's meta; its longest string is the image.
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxStringLength(maxBytes)
            .maxDocumentLength(maxBytes)
            .maxNameLength(Tag.MAX_META)
            .maxNumberLength(100)
            .build();
    mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Python writes NaN: read, so that it is refused by its name.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  byte[] write(StreamMessage message) {
    ObjectNode node = mapper.createObjectNode();
    switch (message) {
      case TaskEnd end -> node.put(JsonSample.TASK_END, end.task());
      case Sample sample -> write(sample, node);
    }
    try {
      return mapper.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be written", e);
    }
  }

  private static void write(Sample sample, ObjectNode node) {
    if (!sample.task().isEmpty()) {
      node.put(JsonSample.TASK, sample.task());
    }
    node.put(JsonSample.LABEL, sample.label());
    node.put(JsonSample.SPLIT, sample.split().label());
    switch (sample.payload()) {
      case Payload.Text text -> node.put(JsonSample.TEXT, text.text());
      case Payload.Image image -> node.put(JsonSample.IMAGE, image.bytes());
      case Payload.Tensor tensor -> {
        ObjectNode child = node.putObject(JsonSample.TENSOR);
        ArrayNode shape = child.putArray(JsonSample.SHAPE);
        for (int dimension : tensor.shape()) {
          shape.add(dimension);
        }
        ArrayNode values = child.putArray(JsonSample.VALUES);
        for (float value : tensor.values()) {
          values.add(value);
        }
      }
    }
  }

  StreamMessage read(byte[] value) {
    return JsonSample.read(tree(value));
  }

  Payload readInput(byte[] value) {
    return JsonSample.readInput(tree(value));
  }

  private JsonNode tree(byte[] value) {
    try {
      JsonNode tree = mapper.readTree(value);
      if (!tree.isObject()) {
        throw notJson("a list or a single value", null);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw notJson(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw notJson(String.valueOf(e.getMessage()), e);
    }
  }

  private static BadSampleException notJson(String detail, @Nullable IOException cause) {
    return new BadSampleException(
        NOT_A_SAMPLE,
        "the value begins as JSON but is not one JSON object (%s); send the object alone, in UTF-8"
            .formatted(Excerpt.of(detail)),
        cause);
  }
}
