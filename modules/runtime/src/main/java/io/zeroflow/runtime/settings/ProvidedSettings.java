package io.zeroflow.runtime.settings;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a network from a jar of one's own is told.
 *
 * @param name of its provider
 * @param options as the provider calls them
 */
public record ProvidedSettings(String name, Map<String, String> options) {

  static ProvidedSettings from(Section section) {
    return new ProvidedSettings(
        section.text("name"),
        section.section("options").config().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, option -> String.valueOf(option.getValue().unwrapped()))));
  }
}
