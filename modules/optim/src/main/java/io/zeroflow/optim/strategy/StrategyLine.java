package io.zeroflow.optim.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of a strategy line, before its words are looked up: {@code name(key=value, …)}. */
record StrategyLine(String name, Map<String, String> options) {

  private static final int MAX_LENGTH = 500;
  private static final Pattern LINE =
      Pattern.compile("\\s*([a-z][a-z0-9-]*)\\s*(?:\\((.*)\\))?\\s*", Pattern.DOTALL);
  private static final Pattern PAIR =
      Pattern.compile("\\s*([a-z][a-z0-9-]*)\\s*=\\s*([^\\s=,()]+)\\s*");

  static StrategyLine parse(String line) {
    if (line.length() > MAX_LENGTH) {
      throw new StrategyException(
          "the strategy line has %d characters; at most %d are read"
              .formatted(line.length(), MAX_LENGTH));
    }
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new StrategyException(
          "'%s' is not a strategy; write name(key=value, …), such as zo-sgd(lr=1e-3, q=2)"
              .formatted(line.strip()));
    }
    Map<String, String> options = new LinkedHashMap<>();
    String inside = matcher.group(2);
    if (inside != null && !inside.isBlank()) {
      for (String pair : inside.split(",", -1)) {
        Matcher keyValue = PAIR.matcher(pair);
        if (!keyValue.matches()) {
          throw new StrategyException(
              "'%s' in '%s' is not key=value".formatted(pair.strip(), line.strip()));
        }
        if (options.putIfAbsent(keyValue.group(1), keyValue.group(2)) != null) {
          throw new StrategyException(
              "'%s' is given twice in '%s'".formatted(keyValue.group(1), line.strip()));
        }
      }
    }
    return new StrategyLine(matcher.group(1), options);
  }
}
