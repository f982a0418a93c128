package io.zeroflow.data.codec;

import static io.zeroflow.data.codec.BadSampleException.Reason.BAD_SHAPE;
import static io.zeroflow.data.codec.BadSampleException.Reason.MISSING_PAYLOAD;
import static io.zeroflow.data.codec.BadSampleException.Reason.NOT_A_SAMPLE;

import com.fasterxml.jackson.databind.JsonNode;
import io.zeroflow.data.Payload;
import io.zeroflow.data.Sample;
import io.zeroflow.data.Split;
import io.zeroflow.data.StreamMessage;
import io.zeroflow.data.TaskEnd;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The keys of the JSON form, read strictly: a key that is ignored is a typing error nobody sees.
 * One whose value is null counts as left out.
 */
final class JsonSample {
  static final String TASK = "task";
  static final String LABEL = "label";
  static final String SPLIT = "split";
  static final String TEXT = "text";
  static final String IMAGE = "image";
  static final String TENSOR = "tensor";
  static final String SHAPE = "shape";
  static final String VALUES = "values";
  static final String TASK_END = "taskEnd";

  private static final List<String> PAYLOAD_KEYS = List.of(TEXT, IMAGE, TENSOR);
  private static final List<String> SAMPLE_KEYS =
      List.of(TASK, LABEL, SPLIT, TEXT, IMAGE, TENSOR, Tag.ID, Tag.META);
  private static final List<String> INPUT_KEYS = List.of(TEXT, IMAGE, TENSOR, Tag.ID, Tag.META);
  private static final List<String> KEYS =
      List.of(TASK, LABEL, SPLIT, TEXT, IMAGE, TENSOR, TASK_END, Tag.ID, Tag.META);
  private static final List<String> TASK_END_KEYS = List.of(TASK_END, Tag.ID, Tag.META);

  private JsonSample() {}

  static StreamMessage read(JsonNode node) {
    if (node.hasNonNull(TASK_END)) {
      allowOnly(node, "a task end", TASK_END_KEYS);
      tag(node);
      return new TaskEnd(Checks.endedTask(string(node, TASK_END)));
    }
    allowOnly(node, "a sample", SAMPLE_KEYS);
    tag(node);
    String task = Checks.task(node.hasNonNull(TASK) ? string(node, TASK) : "");
    String label = Checks.label(node.hasNonNull(LABEL) ? string(node, LABEL) : "");
    return new Sample(task, label, split(node), payload(node));
  }

  /** An input alone, as a sample has it. */
  static Payload readInput(JsonNode node) {
    allowOnly(node, "an input", INPUT_KEYS);
    tag(node);
    return payload(node);
  }

  /** Checks what only passes through; {@link Tag#of} reads it. */
  private static void tag(JsonNode node) {
    if (node.hasNonNull(Tag.ID)) {
      JsonNode id = node.get(Tag.ID);
      if (!Tag.isScalar(id) || !isFinite(id)) {
        throw notASample("'id' is %s; give a string or a finite number".formatted(kind(id)));
      }
      Checks.id(id.asText());
    }
    if (node.hasNonNull(Tag.META)) {
      JsonNode meta = node.get(Tag.META);
      if (!meta.isObject()) {
        throw notASample("'meta' is %s; give an object".formatted(kind(meta)));
      }
      Checks.meta(Tag.bytes(meta));
      if (!isFinite(meta)) {
        throw notASample("'meta' holds NaN or a number beyond 1.8e308; JSON has no such numbers");
      }
    }
  }

  /** Whether all numbers in it are. */
  private static boolean isFinite(JsonNode node) {
    if (node.isContainerNode()) {
      for (JsonNode child : node) {
        if (!isFinite(child)) {
          return false;
        }
      }
    }
    return !node.isNumber() || Double.isFinite(node.doubleValue());
  }

  private static Split split(JsonNode node) {
    if (!node.hasNonNull(SPLIT)) {
      return Split.TRAIN;
    }
    String name = string(node, SPLIT);
    return Arrays.stream(Split.values())
        .filter(split -> split.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                notASample(
                    "the split '%s' is not known; use 'train' or 'eval'"
                        .formatted(Excerpt.of(name))));
  }

  private static Payload payload(JsonNode node) {
    List<String> present = PAYLOAD_KEYS.stream().filter(node::hasNonNull).toList();
    if (present.isEmpty()) {
      throw new BadSampleException(
          MISSING_PAYLOAD, "there is no payload; give one of " + PAYLOAD_KEYS);
    }
    if (present.size() > 1) {
      throw notASample("there are several payloads, %s; give one".formatted(present));
    }
    return switch (present.getFirst()) {
      case TEXT -> Payloads.text(string(node, TEXT));
      case IMAGE -> Payloads.image(base64(string(node, IMAGE)));
      default -> tensor(node.get(TENSOR));
    };
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw notASample(
          "'image' is not base64 (%s); encode the file by RFC 4648, with padding and without line breaks"
              .formatted(Excerpt.of(String.valueOf(e.getMessage()))));
    }
  }

  private static Payload tensor(JsonNode tensor) {
    if (!tensor.isObject()) {
      throw notASample(
          "'tensor' is %s; give {\"shape\":[...],\"values\":[...]}".formatted(kind(tensor)));
    }
    allowOnly(tensor, "a tensor", List.of(SHAPE, VALUES));
    JsonNode shape = array(tensor, SHAPE);
    // Checked here because the list is copied before the shape itself can be judged.
    if (shape.size() > Tensors.MAX_RANK) {
      throw new BadSampleException(
          BAD_SHAPE,
          "the tensor's shape has %d dimensions; give 1 to %d"
              .formatted(shape.size(), Tensors.MAX_RANK));
    }
    int[] dimensions = new int[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      JsonNode dimension = shape.get(i);
      if (!dimension.isInt()) {
        throw new BadSampleException(
            BAD_SHAPE,
            "dimension %d of the tensor is %s; give a whole number"
                .formatted(i, Excerpt.of(dimension.toString())));
      }
      dimensions[i] = dimension.intValue();
    }
    return Tensors.of(dimensions, floats(array(tensor, VALUES)));
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    int i = 0;
    for (JsonNode element : array) {
      if (!element.isNumber()) {
        throw notASample("tensor value %d is %s; give a number".formatted(i, kind(element)));
      }
      values[i++] = element.floatValue();
    }
    return values;
  }

  private static JsonNode array(JsonNode parent, String key) {
    JsonNode node = parent.path(key);
    if (!node.isArray()) {
      throw notASample("the tensor's '%s' is %s; give a list".formatted(key, kind(node)));
    }
    return node;
  }

  private static String string(JsonNode parent, String key) {
    JsonNode node = parent.get(key);
    if (!node.isTextual()) {
      throw notASample("'%s' is %s; give a string".formatted(key, kind(node)));
    }
    return node.textValue();
  }

  private static void allowOnly(JsonNode node, String what, List<String> allowed) {
    for (var entry : node.properties()) {
      String key = entry.getKey();
      boolean leftOut = entry.getValue().isNull() && KEYS.contains(key);
      if (!allowed.contains(key) && !leftOut) {
        throw notASample(
            "the key '%s' is not known in %s%s; the keys are %s"
                .formatted(Excerpt.of(key), what, suggestion(key, allowed), allowed));
      }
    }
  }

  private static String suggestion(String key, List<String> allowed) {
    return Nearest.of(key, allowed).map(" (did you mean '%s'?)"::formatted).orElse("");
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NULL -> "null";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NUMBER -> "a number";
      case STRING -> "a string";
      case BOOLEAN -> "true or false";
      case BINARY, POJO -> "not JSON";
    };
  }

  private static BadSampleException notASample(String message) {
    return new BadSampleException(NOT_A_SAMPLE, message);
  }
}
