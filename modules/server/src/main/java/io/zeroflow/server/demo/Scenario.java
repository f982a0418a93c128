package io.zeroflow.server.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.runtime.settings.SettingsException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run of the demo with a name: data, network, method and strategy, as an ordinary profile in
 * {@code config/scenarios}.
 *
 * @param name what it is chosen by
 * @param config its profile over the one that all share
 */
public record Scenario(String name, Config config) {

  /** What runs when nobody chooses. */
  public static final String DEFAULT = "supervised";

  private static final List<String> NAMES =
      List.of("supervised", "forgetting", "replay", "sketches");

  /** All of them, the default first. */
  public static List<Scenario> all() {
    return NAMES.stream().map(Scenario::load).toList();
  }

  /**
   * The scenario of this name.
   *
   * @throws SettingsException naming those that there are
   */
  public static Scenario named(String name) {
    if (!NAMES.contains(name)) {
      throw new SettingsException(
          "--scenario is '%s'; it is one of %s"
              .formatted(name, NAMES.stream().collect(Collectors.joining(", "))));
    }
    return load(name);
  }

  private static Scenario load(String name) {
    Config own = ConfigFactory.parseResources("scenarios/" + name + ".conf");
    return new Scenario(name, own.withFallback(ConfigFactory.parseResources("demo.conf")));
  }

  /** One line for people who choose. */
  public String about() {
    return config.getString("about");
  }

  /** The command that fetches what the build does not bring, or nothing. */
  public String needs() {
    return config.hasPath("needs") ? config.getString("needs") : "";
  }
}
