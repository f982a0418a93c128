package io.zeroflow.runtime.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a configuration, collected while it is read so that all of it is said. */
final class Mistakes {

  private final Map<String, String> byKey = new LinkedHashMap<>();

  /** Notes what is wrong with a key; what comes of that later is left out. */
  void add(String key, String words) {
    byKey.putIfAbsent(key, words);
  }

  boolean with(String key) {
    return byKey.containsKey(key);
  }

  List<String> all() {
    return List.copyOf(byKey.values());
  }
}
