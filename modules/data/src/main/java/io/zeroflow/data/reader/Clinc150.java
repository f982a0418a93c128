package io.zeroflow.data.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zeroflow.data.Dataset;
import io.zeroflow.data.Example;
import io.zeroflow.data.LoadedDataset;
import io.zeroflow.data.Names;
import io.zeroflow.data.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CLINC150, intents of questions to an assistant (Larson et al., EMNLP 2019), from its {@code
 * data_full.json}: an object whose {@code train}, {@code val} and {@code test} are lists of [text,
 * intent].
 *
 * <p>{@code val} is checked but given to nobody: it is for choosing hyper-parameters, and a stream
 * knows only train and test. The out-of-scope lists ({@code oos_…}) are passed over.
 */
public final class Clinc150 {
  /** The published file has 2.5 MB. */
  private static final long MAX_FILE_BYTES = 1 << 26;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Clinc150() {}

  /**
   * Reads the data file.
   *
   * @throws IOException if it is missing, unreadable or not as described above
   */
  public static Dataset read(Path file) throws IOException {
    JsonNode root = object(file);
    List<Example> train = examples(file, root, "train");
    List<Example> test = examples(file, root, "test");
    List<Example> held = examples(file, root, "val");
    Set<String> labels = new LinkedHashSet<>();
    train.forEach(example -> labels.add(example.label()));
    for (List<Example> part : List.of(held, test)) {
      for (Example example : part) {
        if (!labels.contains(example.label())) {
          throw new BadFileException(
              file, "intents that 'train' has too", "'%s'".formatted(example.label()));
        }
      }
    }
    return new LoadedDataset("clinc150", List.copyOf(labels), train, test);
  }

  /**
   * Reads the domains file: an object of intents by domain, ten by fifteen as published. The
   * domains are natural tasks for {@link io.zeroflow.data.split.NaturalTasks}.
   *
   * @throws IOException if it is missing, unreadable or not such an object
   * @throws IllegalArgumentException for an intent that is no name
   */
  public static Map<String, List<String>> domains(Path file) throws IOException {
    Map<String, List<String>> domains = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> domain : object(file).properties()) {
      List<String> intents = new ArrayList<>();
      for (JsonNode intent : list(file, domain.getKey(), domain.getValue())) {
        intents.add(Names.canonical("label", string(file, domain.getKey(), intent)));
      }
      domains.put(domain.getKey(), List.copyOf(intents));
    }
    return domains;
  }

  private static List<Example> examples(Path file, JsonNode root, String key) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (JsonNode pair : list(file, key, root.path(key))) {
      String where = "%s[%d]".formatted(key, examples.size());
      if (pair.size() != 2) {
        throw new BadFileException(file, where + " to be [text, intent]", pair.toString());
      }
      Payload text = new Payload.Text(string(file, where, pair.path(0)));
      examples.add(Example.of(string(file, where, pair.path(1)), text));
    }
    return examples;
  }

  private static JsonNode object(Path file) throws IOException {
    try {
      JsonNode root = JSON.readTree(SmallFiles.read(file, MAX_FILE_BYTES));
      if (!root.isObject()) {
        throw new BadFileException(file, "a JSON object", root.getNodeType().toString());
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new BadFileException(file, "JSON", e.getOriginalMessage());
    }
  }

  private static JsonNode list(Path file, String key, JsonNode node) throws IOException {
    if (!node.isArray() || node.isEmpty()) {
      throw new BadFileException(
          file, "'%s' to be a list with entries".formatted(key), node.getNodeType().toString());
    }
    return node;
  }

  private static String string(Path file, String where, JsonNode node) throws IOException {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw new BadFileException(file, where + " to hold strings with text", node.toString());
    }
    return node.textValue();
  }
}
