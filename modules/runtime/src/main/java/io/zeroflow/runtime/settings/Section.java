package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.zeroflow.data.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A part of the configuration. Looks up whole keys, so that every error names the whole key. What
 * is wrong is noted, and something allowed is read in its place: the next mistake is found too, and
 * nothing of it is used.
 */
final class Section {

  private static final Config DEFAULTS = ConfigFactory.parseResources("reference.conf").resolve();

  private final Config root;
  private final String path;
  private final Mistakes mistakes;

  private Section(Config root, String path, Mistakes mistakes) {
    this.root = root;
    this.path = path;
    this.mistakes = mistakes;
  }

  /** The whole configuration. */
  static Section root(Config config, Mistakes mistakes) {
    return new Section(config, "zeroflow", mistakes);
  }

  /** Where something else than a section stands, it is noted, and the defaults are read. */
  Section section(String key) {
    return read(
        key,
        new Section(DEFAULTS, key(key), mistakes),
        whole -> {
          root.getObject(whole);
          return new Section(root, whole, mistakes);
        });
  }

  /** The sections of a list, each with its number in its name. */
  List<Section> sections(String key) {
    List<? extends Config> elements = read(key, List.of(), root::getConfigList);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String name = ConfigUtil.joinPath("%s[%d]".formatted(key(key), i));
      sections.add(new Section(elements.get(i).atPath(name), name, mistakes));
    }
    return sections;
  }

  /** Refuses keys that are not known. */
  void only(Set<String> known) {
    for (String key : root.getObject(path).keySet()) {
      if (!known.contains(key)) {
        wrong(key, "unknown key; %s takes %s".formatted(path, new TreeSet<>(known)));
      }
    }
  }

  boolean has(String key) {
    return root.hasPath(key(key));
  }

  /** Whether nothing wrong was found with these keys so far. */
  boolean good(String... keys) {
    return Arrays.stream(keys).map(this::key).noneMatch(mistakes::with);
  }

  double number(String key) {
    return read(key, 0.0, root::getDouble);
  }

  /** The section itself, for one whose keys are open. */
  Config config() {
    return root.getConfig(path);
  }

  private String key(String key) {
    return path + "." + key;
  }

  /** Text, stripped; empty where it is wrong. */
  String text(String key) {
    String value = optional(key);
    if (value.isEmpty()) {
      wrong(key, "it must not be empty");
    }
    String hidden = Names.hidden(value);
    if (hidden != null) {
      wrong(key, "it " + hidden);
    }
    return value;
  }

  List<String> texts(String key) {
    return List.copyOf(read(key, List.of(), root::getStringList));
  }

  List<Integer> wholes(String key) {
    return List.copyOf(read(key, List.of(), root::getIntList));
  }

  /** Text that may be empty. */
  String optional(String key) {
    return read(key, "", root::getString).strip();
  }

  boolean flag(String key) {
    return read(key, false, root::getBoolean);
  }

  int whole(String key, int min, int max) {
    long value = whole(key);
    if (value < min || value > max) {
      wrong(key, "it must be a whole number from %d to %d".formatted(min, max));
      return min;
    }
    return (int) value;
  }

  long whole(String key) {
    double exact = number(key);
    if (exact != Math.rint(exact)) { // getLong would cut the fraction off
      wrong(key, "it must be a whole number");
    }
    return read(key, 0L, root::getLong);
  }

  double real(String key, double above, double max) {
    double value = number(key);
    if (!(value > above && value <= max)) {
      wrong(key, "it must be above %s and at most %s".formatted(above, max));
      return max;
    }
    return value;
  }

  /** A number that may be 0. */
  double notNegative(String key, double max) {
    double value = number(key);
    if (!(value >= 0 && value <= max)) {
      wrong(key, "it must be from 0 to %s".formatted(max));
      return 0;
    }
    return value;
  }

  long bytes(String key) {
    return read(key, 0L, root::getBytes); // refuses what is negative
  }

  Duration duration(String key) {
    Duration value = read(key, Duration.ZERO, root::getDuration);
    if (value.isNegative()) {
      wrong(key, "it must not be negative");
    }
    return value;
  }

  /** A constant of an enum by its name in kebab case; the first where it is wrong. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String value = text(key);
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> kebab(constant).equals(value))
        .findFirst()
        .orElseGet(
            () -> {
              wrong(
                  key,
                  "it can be "
                      + constants.stream().map(Section::kebab).collect(Collectors.joining(", ")));
              return constants.getFirst();
            });
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <T> T read(String key, T standIn, Function<String, T> look) {
    try {
      return look.apply(key(key));
    } catch (ConfigException e) {
      secret(key, String.valueOf(e.getMessage()));
      return standIn;
    }
  }

  /** Notes that a value cannot be used. */
  void wrong(String key, String why) {
    if (good(key)) {
      ConfigValue value = root.getValue(key(key));
      secret(
          key,
          "%s = %s (%s): %s"
              .formatted(
                  key(key).replace("\"", ""),
                  value.unwrapped(),
                  value.origin().description(),
                  why));
    }
  }

  /** Notes that a value cannot be used which nobody may see. */
  void secret(String key, String words) {
    mistakes.add(key(key), words);
  }
}
