package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds keys that nobody reads: a typo must not silently leave a default in place. */
final class UnknownKeys {

  private UnknownKeys() {}

  /**
   * Notes every key of {@code given} that is not in {@code known}.
   *
   * @param open paths below which any key is allowed
   */
  static void check(Config given, Config known, Set<String> open, Mistakes mistakes) {
    check("zeroflow", given.getObject("zeroflow"), known.getObject("zeroflow"), open, mistakes);
  }

  private static void check(
      String path, ConfigObject given, ConfigObject known, Set<String> open, Mistakes mistakes) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String key = path + "." + entry.getKey();
      ConfigValue expected = known.get(entry.getKey());
      if (expected == null) {
        mistakes.add(
            key,
            "unknown key %s (%s); %s takes %s"
                .formatted(
                    key,
                    entry.getValue().origin().description(),
                    path,
                    new TreeSet<>(known.keySet())));
      } else if (expected instanceof ConfigObject section
          && entry.getValue() instanceof ConfigObject below
          && !open.contains(key)) {
        check(key, below, section, open, mistakes);
      }
    }
  }
}
