package io.zeroflow.model.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code model.json} of TensorFlow.js says about weights: groups of shards, and the tensors
 * that lie behind one another in the bytes of a group.
 */
record TfjsManifest(List<Group> groups) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes of an element; other types are not known here. */
  private static final Map<String, Integer> BYTES =
      Map.of("float32", 4, "int32", 4, "uint8", 1, "bool", 1);

  /**
   * @param shards paths relative to {@code model.json}
   */
  record Group(List<String> shards, List<Entry> entries) {
    long bytes() {
      return entries.stream().mapToLong(Entry::bytes).sum();
    }
  }

  record Entry(String name, List<Integer> shape, String type, long bytes) {}

  /**
   * Reads the file.
   *
   * @param source names it in messages
   * @throws WeightsException if it is not as TensorFlow.js describes it
   */
  static TfjsManifest parse(byte[] json, String source) throws IOException {
    try {
      List<Group> groups = new ArrayList<>();
      for (JsonNode group : list(JSON.readTree(json), "weightsManifest", source)) {
        List<String> shards = new ArrayList<>();
        for (JsonNode shard : list(group, "paths", source)) {
          shards.add(shard(shard, source));
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode weight : list(group, "weights", source)) {
          entries.add(entry(weight, source));
        }
        groups.add(new Group(List.copyOf(shards), List.copyOf(entries)));
      }
      return new TfjsManifest(List.copyOf(groups));
    } catch (JsonProcessingException e) {
      throw new WeightsException("%s is not JSON: %s".formatted(source, e.getOriginalMessage()));
    }
  }

  private static JsonNode list(JsonNode parent, String key, String source) {
    JsonNode list = parent.path(key);
    if (!list.isArray()) {
      throw new WeightsException("%s has no list '%s'".formatted(source, key));
    }
    return list;
  }

  private static String shard(JsonNode node, String source) {
    String path = node.asText();
    if (path.isBlank() || path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      throw new WeightsException(
          "%s names the shard '%s'; expected a file beside it".formatted(source, path));
    }
    return path;
  }

  private static Entry entry(JsonNode weight, String source) {
    String name = weight.path("name").asText();
    String type = weight.path("dtype").asText();
    Integer size = BYTES.get(type);
    if (name.isBlank() || size == null || weight.has("quantization")) {
      throw new WeightsException(
          "%s: tensor '%s' of type '%s'%s; expected one of %s, not quantized"
              .formatted(
                  source,
                  name,
                  type,
                  weight.has("quantization") ? ", quantized" : "",
                  BYTES.keySet().stream().sorted().toList()));
    }
    List<Integer> shape = new ArrayList<>();
    long bytes = size;
    for (JsonNode dimension : list(weight, "shape", source)) {
      int length = dimension.isInt() ? dimension.intValue() : -1;
      shape.add(length);
      // Both factors stay below 2³¹, so that the product cannot overflow.
      bytes *= length;
      if (length < 0 || bytes > Integer.MAX_VALUE) {
        throw new WeightsException(
            "%s: tensor '%s' has shape %s; expected dimensions of 2 GB at most"
                .formatted(source, name, weight.path("shape")));
      }
    }
    return new Entry(name, List.copyOf(shape), type, bytes);
  }
}
