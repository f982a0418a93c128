package io.zeroflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of Prometheus' text format 0.0.4, from its description: every line must be a
 * HELP, a TYPE or a sample, and every sample must belong to the family announced above it.
 */
record Exposition(Map<String, String> types, Map<String, String> helps, List<Sample> samples) {

  /** One line with a value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*,?)?})? (\\S+)(?: -?\\d+)?");
  private static final Pattern ONE_LABEL = Pattern.compile("([a-zA-Z0-9_]+)=\"(.*?)(?<!\\\\)\"");

  static Exposition parse(String text) {
    Exposition read =
        new Exposition(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    String family = "";
    for (String line : text.split("\n")) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      if (help.matches()) {
        family = help.group(1);
        unique(read.helps.put(family, help.group(2)), line);
      } else if (type.matches()) {
        family = type.group(1);
        unique(read.types.put(family, type.group(2)), line);
      } else {
        read.samples.add(sample(line, family, read.types.getOrDefault(family, "")));
      }
    }
    return read;
  }

  /** Values of the samples of that name, by the value of one of their labels. */
  Map<String, Double> by(String label, String name) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Sample sample : samples) {
      String key = sample.labels().get(label);
      if (sample.name().equals(name) && key != null) {
        values.put(key, sample.value());
      }
    }
    return values;
  }

  /** The value of the one sample of that name. */
  double value(String name) {
    List<Sample> found = samples.stream().filter(s -> s.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError("%d samples are called %s".formatted(found.size(), name));
    }
    return found.getFirst().value();
  }

  private static void unique(@Nullable String before, String line) {
    if (before != null) {
      throw new AssertionError("said twice: " + line);
    }
  }

  private static Sample sample(String line, String family, String type) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("not a line of the format: " + line);
    }
    String suffix =
        switch (type) {
          case "histogram" -> "_(bucket|sum|count)";
          case "summary" -> "(_sum|_count)?";
          case "" -> throw new AssertionError("no TYPE before: " + line);
          default -> "";
        };
    if (!sample.group(1).matches(Pattern.quote(family) + suffix)) {
      throw new AssertionError("not of the family %s: %s".formatted(family, line));
    }
    return new Sample(sample.group(1), labels(sample.group(2)), number(sample.group(3)));
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher each = ONE_LABEL.matcher(text == null ? "" : text);
    while (each.find()) {
      labels.put(each.group(1), each.group(2));
    }
    return labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
