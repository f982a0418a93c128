package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Stops a start on a key that nobody reads: a typo must not silently leave a default in place. */
final class UnknownKeys {

  private UnknownKeys() {}

  /**
   * Checks that every key of {@code given} is in {@code known}.
   *
   * @param open paths below which any key is allowed
   */
  static void check(Config given, Config known, Set<String> open) {
    check("zeroflow", given.getObject("zeroflow"), known.getObject("zeroflow"), open);
  }

  private static void check(String path, ConfigObject given, ConfigObject known, Set<String> open) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String key = path + "." + entry.getKey();
      ConfigValue expected = known.get(entry.getKey());
      if (expected == null) {
        throw new SettingsException(
            "unknown key %s (%s); %s takes %s"
                .formatted(
                    key,
                    entry.getValue().origin().description(),
                    path,
                    new TreeSet<>(known.keySet())));
      }
      boolean nested = expected instanceof ConfigObject && entry.getValue() instanceof ConfigObject;
      if (nested && !open.contains(key)) {
        check(key, (ConfigObject) entry.getValue(), (ConfigObject) expected, open);
      }
    }
  }
}
