package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A part of the configuration. Looks up whole keys, so that every error names the whole key. */
final class Section {

  private final Config root;
  private final String path;

  Section(Config root, String path) {
    this.root = root;
    this.path = path;
    root.getObject(path); // an error if it is no section
  }

  Section section(String key) {
    return new Section(root, key(key));
  }

  /** The sections of a list, each with its number in its name. */
  List<Section> sections(String key) {
    List<? extends Config> elements = root.getConfigList(key(key));
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String name = ConfigUtil.joinPath("%s[%d]".formatted(key(key), i));
      sections.add(new Section(elements.get(i).atPath(name), name));
    }
    return sections;
  }

  /** Stops at a key that is not known. */
  void only(Set<String> known) {
    for (String key : root.getObject(path).keySet()) {
      if (!known.contains(key)) {
        throw wrong(key, "unknown key; %s takes %s".formatted(path, new TreeSet<>(known)));
      }
    }
  }

  boolean has(String key) {
    return root.hasPath(key(key));
  }

  double number(String key) {
    return root.getDouble(key(key));
  }

  /** The section itself, for one whose keys are open. */
  Config config() {
    return root.getConfig(path);
  }

  private String key(String key) {
    return path + "." + key;
  }

  String text(String key) {
    String value = root.getString(key(key)).strip();
    if (value.isEmpty()) {
      throw wrong(key, "it must not be empty");
    }
    return value;
  }

  List<String> texts(String key) {
    return List.copyOf(root.getStringList(key(key)));
  }

  List<Integer> wholes(String key) {
    return List.copyOf(root.getIntList(key(key)));
  }

  /** Text that may be empty. */
  String optional(String key) {
    return root.getString(key(key)).strip();
  }

  boolean flag(String key) {
    return root.getBoolean(key(key));
  }

  int whole(String key, int min, int max) {
    long value = whole(key);
    if (value < min || value > max) {
      throw wrong(key, "it must be a whole number from %d to %d".formatted(min, max));
    }
    return (int) value;
  }

  long whole(String key) {
    double exact = root.getDouble(key(key));
    if (exact != Math.rint(exact)) { // getLong would cut the fraction off
      throw wrong(key, "it must be a whole number");
    }
    return root.getLong(key(key));
  }

  double real(String key, double above, double max) {
    double value = root.getDouble(key(key));
    if (!(value > above && value <= max)) {
      throw wrong(key, "it must be above %s and at most %s".formatted(above, max));
    }
    return value;
  }

  /** A number that may be 0. */
  double notNegative(String key, double max) {
    double value = root.getDouble(key(key));
    if (!(value >= 0 && value <= max)) {
      throw wrong(key, "it must be from 0 to %s".formatted(max));
    }
    return value;
  }

  long bytes(String key) {
    return root.getBytes(key(key)); // refuses what is negative
  }

  Duration duration(String key) {
    Duration value = root.getDuration(key(key));
    if (value.isNegative()) {
      throw wrong(key, "it must not be negative");
    }
    return value;
  }

  /** A constant of an enum by its name in kebab case. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String value = text(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> kebab(constant).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    key,
                    "it can be "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Section::kebab)
                            .collect(Collectors.joining(", "))));
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  SettingsException wrong(String key, String why) {
    ConfigValue value = root.getValue(key(key));
    return new SettingsException(
        "%s = %s (%s): %s"
            .formatted(
                key(key).replace("\"", ""), value.unwrapped(), value.origin().description(), why));
  }
}
