package io.zeroflow.optim.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of a strategy line, before its words are looked up: {@code name(value, …, key=value,
 * …)}, where a value is a word or a line of its own.
 *
 * @param name the word before the parentheses
 * @param values what stands there without a key, in order
 * @param options what stands there with a key
 */
record StrategyLine(String name, List<StrategyLine> values, Map<String, StrategyLine> options) {

  private static final int MAX_LENGTH = 2000;
  private static final int MAX_DEPTH = 4;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern WORD = Pattern.compile("[^\\s=,()]+");

  /** A line, whose name and keys are names. */
  static StrategyLine parse(String line) {
    if (line.length() > MAX_LENGTH) {
      throw new StrategyException(
          "the strategy line has %d characters; at most %d are read"
              .formatted(line.length(), MAX_LENGTH));
    }
    StrategyLine parsed = value(line, line, 0);
    if (parsed == null || !NAME.matcher(parsed.name).matches() || !parsed.values.isEmpty()) {
      throw notAStrategy(line);
    }
    return parsed;
  }

  /** A value; null if the text is not one. */
  private static @Nullable StrategyLine value(String text, String line, int depth) {
    String trimmed = text.strip();
    int open = trimmed.indexOf('(');
    String name = (open < 0 ? trimmed : trimmed.substring(0, open)).strip();
    if (!WORD.matcher(name).matches() || (open >= 0 && !trimmed.endsWith(")"))) {
      return null;
    }
    if (depth > MAX_DEPTH) {
      throw new StrategyException(
          "'%s' nests more than %d deep".formatted(line.strip(), MAX_DEPTH));
    }
    List<StrategyLine> values = new ArrayList<>();
    Map<String, StrategyLine> options = new LinkedHashMap<>();
    if (open >= 0) {
      String inside = trimmed.substring(open + 1, trimmed.length() - 1);
      for (String part : inside.isBlank() ? List.<String>of() : split(inside, line)) {
        read(part, line, depth, values, options);
      }
    }
    return new StrategyLine(name, values, options);
  }

  private static void read(
      String part,
      String line,
      int depth,
      List<StrategyLine> values,
      Map<String, StrategyLine> options) {
    int equals = part.indexOf('=');
    int open = part.indexOf('(');
    boolean keyed = equals >= 0 && (open < 0 || equals < open);
    StrategyLine value = value(keyed ? part.substring(equals + 1) : part, line, depth + 1);
    String key = keyed ? part.substring(0, equals).strip() : "";
    // Only the inner lines of an option, such as cosine(1e-3, 800), hold values without a key.
    if (value == null || (keyed ? !NAME.matcher(key).matches() : depth == 0)) {
      throw new StrategyException(
          "'%s' in '%s' is not key=value".formatted(part.strip(), line.strip()));
    }
    if (!keyed) {
      values.add(value);
    } else if (options.putIfAbsent(key, value) != null) {
      throw new StrategyException("'%s' is given twice in '%s'".formatted(key, line.strip()));
    }
  }

  /** Splits at the commas outside of inner parentheses. */
  private static List<String> split(String inside, String line) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        throw notAStrategy(line);
      }
      if (c == ',' && depth == 0) {
        parts.add(inside.substring(from, i));
        from = i + 1;
      }
    }
    if (depth > 0) {
      throw notAStrategy(line);
    }
    parts.add(inside.substring(from));
    return parts;
  }

  private static StrategyException notAStrategy(String line) {
    return new StrategyException(
        "'%s' is not a strategy; write name(key=value, …), such as zo-sgd(lr=1e-3, q=2)"
            .formatted(line.strip()));
  }

  /** Whether it is a word alone. */
  boolean isWord() {
    return values.isEmpty() && options.isEmpty();
  }

  @Override
  public String toString() {
    if (isWord()) {
      return name;
    }
    List<String> parts = new ArrayList<>();
    values.forEach(value -> parts.add(value.toString()));
    options.forEach((key, value) -> parts.add(key + "=" + value));
    return parts.stream().collect(Collectors.joining(", ", name + "(", ")"));
  }
}
