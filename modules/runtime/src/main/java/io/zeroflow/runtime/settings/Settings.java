package io.zeroflow.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.zeroflow.optim.strategy.Strategy;
import io.zeroflow.optim.strategy.StrategyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All settings of one Zeroflow process; see {@code reference.conf} for their meaning. */
public record Settings(
    ModelSettings model,
    Strategy strategy,
    LearnerSettings learner,
    EvaluationSettings evaluation,
    SupervisorSettings supervisor,
    KafkaSettings kafka,
    HttpSettings http,
    SnapshotSettings snapshots,
    Limits limits,
    TracingSettings tracing) {

  private static final Set<String> OPEN =
      Set.of("zeroflow.kafka.client", "zeroflow.actors", "zeroflow.model.provided.options");

  /**
   * Reads and checks settings.
   *
   * @param config the user's configuration with {@code reference.conf} below it
   * @throws SettingsException naming every mistake: the key, the value and what is allowed
   */
  public static Settings from(Config config) {
    List<String> mistakes = new ArrayList<>();
    Settings settings = read(config, mistakes);
    SettingsException.check(mistakes);
    return settings;
  }

  /**
   * Reads settings for whoever wants to look for more mistakes than those of reading.
   *
   * @param found takes what is wrong with keys and values
   * @return settings that are not to be run with if something was found: where a value is wrong,
   *     something allowed stands in its place
   * @throws SettingsException if there is no section {@code zeroflow}
   */
  public static Settings read(Config config, List<String> found) {
    Mistakes mistakes = new Mistakes();
    try {
      UnknownKeys.check(
          config, ConfigFactory.parseResources("reference.conf").resolve(), OPEN, mistakes);
      Section root = Section.root(config, mistakes);
      Settings settings =
          new Settings(
              ModelSettings.from(root.section("model")),
              strategy(root, "strategy"),
              LearnerSettings.from(root.section("learner")),
              EvaluationSettings.from(root.section("evaluation")),
              SupervisorSettings.from(root.section("supervisor")),
              KafkaSettings.from(root.section("kafka")),
              HttpSettings.from(root.section("http")),
              SnapshotSettings.from(root.section("snapshots")),
              Limits.from(root.section("limits")),
              new TracingSettings(root.section("tracing").flag("enabled")));
      found.addAll(mistakes.all());
      return settings;
    } catch (ConfigException e) {
      throw new SettingsException(String.valueOf(e.getMessage()));
    }
  }

  /** A strategy; one that does nothing where it is wrong. */
  static Strategy strategy(Section section, String key) {
    try {
      return Strategy.parse(section.text(key));
    } catch (StrategyException e) {
      section.wrong(key, String.valueOf(e.getMessage()));
      return Strategy.parse("hold");
    }
  }

  static List<Strategy> strategies(Section section, String key) {
    List<Strategy> strategies = new ArrayList<>();
    for (String line : section.texts(key)) {
      try {
        strategies.add(Strategy.parse(line));
      } catch (StrategyException e) {
        section.wrong(key, String.valueOf(e.getMessage()));
      }
    }
    return strategies;
  }
}
