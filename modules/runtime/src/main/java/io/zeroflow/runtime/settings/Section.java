package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A part of the configuration that knows its path, so that an error can name the whole key. */
final class Section {

  private final Config config;
  private final String path;

  Section(Config config, String path) {
    this.config = config;
    this.path = path;
  }

  Section section(String key) {
    return new Section(config.getConfig(key), path + "." + key);
  }

  Config config() {
    return config;
  }

  String text(String key) {
    String value = config.getString(key).strip();
    if (value.isEmpty()) {
      throw wrong(key, "it must not be empty");
    }
    return value;
  }

  boolean flag(String key) {
    return config.getBoolean(key);
  }

  int whole(String key, int min, int max) {
    int value = config.getInt(key);
    if (value < min || value > max) {
      throw wrong(key, "it must be a whole number from %d to %d".formatted(min, max));
    }
    return value;
  }

  double real(String key, double above, double max) {
    double value = config.getDouble(key);
    if (!(value > above && value <= max)) {
      throw wrong(key, "it must be above %s and at most %s".formatted(above, max));
    }
    return value;
  }

  long bytes(String key) {
    long value = config.getBytes(key);
    if (value < 0) {
      throw wrong(key, "it must not be negative");
    }
    return value;
  }

  Duration duration(String key) {
    Duration value = config.getDuration(key);
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
    return new SettingsException(
        "%s.%s = %s (%s): %s"
            .formatted(
                path,
                key,
                config.getValue(key).unwrapped(),
                config.getValue(key).origin().description(),
                why));
  }
}
